import { describe, expect, it } from "vitest";
import { buildersByRepository } from "../../../dev/simulation/builders-by-repository.ts";
import { at, change, deployment, straightHistory } from "../../../dev/simulation/world/history.ts";
import { attributeChange } from "../../../src/domain/attribution/change-attribution.ts";
import { type Digest, type DigestQuery, digestWeek } from "../../../src/domain/metric/digest.ts";
import { toMeasured } from "../../../src/domain/metric/measured.ts";
import { withheldRepositories } from "../../../src/domain/metric/suppression.ts";
import { shiftWeek, weekOf } from "../../../src/domain/metric/week.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import type { Deployment } from "../../../src/domain/shipping/deployment.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import { attributed } from "../attribution/commits.ts";

const BASELINE = deployment(1, "m0", at(1));
const MINUTE = 60_000;

/** A day of 2026-W45 and those after it: day 0 is Monday 2 November, at nine. */
const on = (day: number, hour = 9, minute = 0) => at(2 + day, hour, minute);

interface Play {
  readonly changes: readonly Change[];
  readonly deployments: readonly Deployment[];
}

/** Each change deployed within ten minutes of its merge. */
function continuously(changes: readonly Change[]): Play {
  return {
    changes,
    deployments: changes.map(({ carriers, mergedAt }, index) =>
      deployment(index + 2, carriers[0] ?? "", new Date(mergedAt.getTime() + 10 * MINUTE)),
    ),
  };
}

function digestOf({ changes, deployments }: Play, query: Partial<DigestQuery> = {}): Digest {
  const now = query.now ?? on(200);
  const history = straightHistory(changes, [BASELINE, ...deployments], changes.length);
  const asked = { scope: "acme/shop", week: "2026-W45", zone: "utc", now, isOwnReader: true, ...query };
  return digestWeek([toMeasured("acme/shop", deriveShipping(history, now))], asked);
}

function totalOf(play: Play, query: Partial<DigestQuery> = {}): number {
  return digestOf(play, query).normalizedDeployments.total;
}

/** The sum of the totals of some weeks from 2026-W45 on. */
function totalOfWeeks(play: Play, weeks: number): number {
  const all = Array.from({ length: weeks }, (_, index) => shiftWeek("2026-W45", index));
  return all.reduce((sum, week) => sum + totalOf(play, { week }), 0);
}

describe("cutting work up", () => {
  const HONEST = [change(1, on(0), { lines: 240 })];

  it("G5: a feature in twelve pull requests and deployments on a day counts as one", () => {
    const parts = Array.from({ length: 12 }, (_, index) =>
      change(index + 1, on(0, 8 + index), { lines: 20 }),
    );

    expect([HONEST, parts].map((changes) => totalOf(continuously(changes)))).toEqual([1, 1]);
  });

  it("G6: a feature dripped over five days counts at most once a day, and the median size falls", () => {
    const drips = [0, 1, 2, 3, 4].map((day) => change(day + 1, on(day), { lines: 48 }));
    const [honest, dripped] = [HONEST, drips].map((changes) => digestOf(continuously(changes)));

    expect(dripped?.normalizedDeployments.total).toBe(5);
    expect([honest, dripped].map((digest) => digest?.beside.medianLines.all)).toEqual([240, 48]);
  });
});

describe("marks", () => {
  const work = (attributions: readonly Change["attribution"][]) =>
    digestOf(continuously(attributions.map((attribution, day) => change(day + 1, on(day), { attribution }))));
  const honest = work(["declared", "undeclared", "undeclared", "declared"]);

  it("G7: a trailer on everything moves the AI-assisted share alone", () => {
    const marked = work(["declared", "declared", "declared", "declared"]);

    expect([honest, marked].map((digest) => digest.normalizedDeployments.total)).toEqual([4, 4]);
    expect([honest, marked].map((digest) => digest.normalizedDeployments.aiAssisted)).toEqual([2, 4]);
    expect(marked.changes.net).toBe(honest.changes.net);
  });

  it("G8: no trailers at all lower the share, and messages that cannot be read lower the coverage", () => {
    const stripped = work(["undeclared", "undeclared", "undeclared", "undeclared"]);
    const unreadable = work(["unknown", "undeclared", "undeclared", "unknown"]);

    expect(stripped.normalizedDeployments).toMatchObject({ total: 4, aiAssisted: 0 });
    expect(unreadable.normalizedDeployments).toMatchObject({ total: 4, aiAssisted: 0, unknown: 2 });
    expect([stripped, unreadable].map(({ beside }) => [beside.coverage, beside.isWithheld])).toEqual([
      [1, false],
      [0.5, true],
    ]);
  });

  it("G10: a change with ten tools, in odd case and twice, is one declared change", () => {
    const tools = [
      "Claude",
      "CLAUDE",
      "Copilot",
      "Cursor",
      "aider",
      "Codex",
      "Devin",
      "gemini",
      "Windsurf",
      "Amp",
    ];
    const people = tools.map(
      (tool) => `${tool} <${tool === "CLAUDE" ? "NOREPLY" : "noreply"}@anthropic.com>`,
    );
    const message = `Work\n\n${people.map((person) => `co-AUTHORED-by: ${person}`).join("\n")}`;
    const commit = { ...attributed(message), sha: "a" };
    const { attribution } = attributeChange({ attribution: "undeclared", tools: [] }, [commit, commit]);
    const { changes, normalizedDeployments } = digestOf(continuously([change(1, on(0), { attribution })]));

    expect(changes).toMatchObject({ net: 1, declared: 1 });
    expect(normalizedDeployments).toMatchObject({ total: 1, aiAssisted: 1 });
  });
});

describe("people", () => {
  const by = (builder: string | undefined, day = 0) => ({ builder, day });
  const builtBy = (...work: readonly ReturnType<typeof by>[]) =>
    digestOf(continuously(work.map(({ builder, day }, index) => change(index + 1, on(day), { builder }))));

  it("G22: whoever is named on a change, it has one builder; spreading it over accounts is a stated limit", () => {
    const [alone, swapped] = [builtBy(by("ada"), by("ada")), builtBy(by("bo"), by("bo"))];
    const spread = builtBy(by("ada"), by("bo"), by("cy"), by("di"));

    expect([alone, swapped].map((digest) => digest.normalizedDeployments.total)).toEqual([1, 1]);
    expect(spread.normalizedDeployments.total).toBe(4);
  });

  it("G27: one human and four bots stay below the privacy floor", () => {
    const bots = [1, 2, 3, 4].map((number) =>
      change(number, on(0), { builder: undefined, attribution: "automation" }),
    );
    const unowned = [5, 6, 7, 8].map((number) => change(number, on(0), { builder: undefined }));
    const digest = digestOf(continuously([...bots, ...unowned, change(9, on(0))]));

    expect(digest.builders).toEqual({
      ...{ count: null, adoption: null, perBuilder: null },
      ...{ usual: null, signal: null },
    });
    expect(digest.normalizedDeployments.total).toBe(1);
    expect(digest.changes).toMatchObject({ automation: 4, noBuilder: 4 });
  });
});

describe("time", () => {
  it("G35: work at five to midnight and five past is at most two days, of the scope's zone", () => {
    const late = continuously([change(1, on(0, 23, 55)), change(2, on(1, 0, 5))]);

    expect(totalOf(late)).toBe(2);
    expect(totalOf(late, { zone: "Europe/Berlin" })).toBe(1);
  });

  it("G35: one of them may fall in the week before", () => {
    const late = continuously([change(1, on(6, 23, 55)), change(2, on(7, 0, 5))]);

    expect([totalOf(late), totalOf(late, { week: "2026-W46" })]).toEqual([1, 1]);
  });

  it("G32: a day's changes that roll out over ten weeks, or ten targets, count once", () => {
    const day = Array.from({ length: 10 }, (_, index) => change(index + 1, on(0, 8 + index)));
    const overWeeks = day.map((_, index) => deployment(index + 2, `m${index + 1}`, on(7 * index + 1)));
    const overTargets = day.map((_, index) =>
      deployment(index + 2, "m10", on(1, index), { environment: `production-${index}` }),
    );

    expect(totalOfWeeks({ changes: day, deployments: overWeeks }, 12)).toBe(1);
    expect(totalOfWeeks({ changes: day, deployments: overTargets }, 12)).toBe(1);
  });
});

describe("cadence", () => {
  /** Eight weeks of five builders; each has a change on four days of five. */
  const WORK = Array.from({ length: 8 * 5 * 5 }, (_, index) => ({
    builder: `builder-${index % 5}`,
    day: Math.floor(index / 25) * 7 + (Math.floor(index / 5) % 5),
  }))
    .filter(({ builder, day }) => (Number(builder.at(-1)) + day) % 5 !== 0)
    .map(({ builder, day }, index) => change(index + 1, on(day, 9, index % 60), { builder }));
  /** A train deploys what is merged, every some days. */
  const train = (days: number): Play => ({
    changes: WORK,
    deployments: Array.from({ length: Math.ceil(63 / days) }, (_, stop) => {
      const leaves = on((stop + 1) * days, 6);
      const aboard = WORK.filter(({ mergedAt }) => mergedAt < leaves).length;
      return deployment(stop + 2, `m${aboard}`, leaves);
    }),
  });

  it("G31: the same work has the same total, deployed at once, by a weekly train, or by a monthly one", () => {
    const plays = [continuously(WORK), train(7), train(28)];

    expect(plays.map((play) => totalOfWeeks(play, 9))).toEqual([WORK.length, WORK.length, WORK.length]);
  });

  it("G31: twenty small deployments have the total of one", () => {
    const day = Array.from({ length: 20 }, (_, index) => change(index + 1, on(0, 0, 60 + 40 * index)));

    expect([
      totalOf(continuously(day)),
      totalOf({ changes: day, deployments: [deployment(2, "m20", on(1))] }),
    ]).toEqual([1, 1]);
  });
});

describe("the band", () => {
  const STEADY = 14;
  /** Some weeks in which five builders ship on so many days each. */
  const weekly = (days: readonly number[]) => {
    const work = days.flatMap((number, week) =>
      Array.from({ length: 5 * number }, (_, index) => ({
        day: week * 7 + (index % number),
        builder: `builder-${Math.floor(index / number)}`,
      })),
    );
    const inOrder = work.sort((a, b) => a.day - b.day);
    return continuously(
      inOrder.map(({ day, builder }, index) => change(index + 1, on(day, 9, index % 60), { builder })),
    );
  };
  const BEFORE = Array.from({ length: STEADY }, (_, index) => 2 + (index % 2));
  const QUARTER_END = shiftWeek("2026-W45", STEADY);

  it("G29: a burst in a quarter's last week is a signal, and the next weeks show it", () => {
    const play = weekly([...BEFORE, 7, 1, 1]);
    const signals = [0, 1, 2].map((weeks) => {
      const { signal, total } = digestOf(play, { week: shiftWeek(QUARTER_END, weeks) }).normalizedDeployments;
      return [signal, total];
    });

    expect(signals[0]).toEqual(["above", 35]);
    expect(signals.slice(1).map(([, total]) => total)).toEqual([5, 5]);
  });

  it("G37: a rise after the rules changed is compared with nothing before", () => {
    const play = weekly([...BEFORE, 7]);
    const now = on(200);
    const history = straightHistory(play.changes, [BASELINE, ...play.deployments], play.changes.length);
    const shipping = deriveShipping(history, now);
    const digest = (lines: readonly Date[]) =>
      digestWeek([toMeasured("acme/shop", shipping, { lines })], {
        scope: "acme/shop",
        week: QUARTER_END,
        zone: "utc",
        now,
      });
    const changedAt = on((STEADY - 1) * 7 + 3);

    expect(weekOf(changedAt, "utc")).toBe(shiftWeek(QUARTER_END, -1));
    expect(digest([]).normalizedDeployments).toMatchObject({ signal: "above", learned: STEADY });
    expect(digest([changedAt]).normalizedDeployments).toMatchObject({
      usual: null,
      signal: "learning",
      learned: 0,
    });
  });
});

describe("privacy", () => {
  it("G26: an organization minus its published repositories leaves nobody, or as many as the floor", () => {
    const measured = [
      ["shop", 0, 6],
      ["api", 6, 11],
      ["tools", 11, 14],
    ].map(([name, from = 0, to = 0]) => {
      const builders = Array.from(
        { length: Number(to) - Number(from) },
        (_, index) => `builder-${Number(from) + index}`,
      );
      const work = builders.map((builder, index) => change(index + 1, on(0), { builder }));
      const play = continuously(work);
      const history = straightHistory(work, [BASELINE, ...play.deployments], work.length);
      return toMeasured(`acme/${name}`, deriveShipping(history, on(200)));
    });
    const query = { week: "2026-W45", zone: "utc", now: on(200) };
    const countOf = (each: typeof measured, scope: string, hidesBuilders = false) =>
      digestWeek(each, { ...query, scope, hidesBuilders }).builders.count;

    const whole = countOf(measured, "acme") ?? 0;
    const hidden = withheldRepositories(whole, buildersByRepository(measured, query), 5);

    expect(whole).toBe(14);
    expect(hidden).toEqual(["acme/api", "acme/tools"]);
    expect(
      measured.map((each) => countOf([each], each.repository, hidden.includes(each.repository))),
    ).toEqual([6, null, null]);
  });
});
