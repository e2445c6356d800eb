import { describe, expect, it } from "vitest";
import { at, change, deployment, straightHistory } from "../../dev/simulation/world/history.ts";
import { openCalendar } from "../../src/domain/metric/calendar.ts";
import { countDeployments } from "../../src/domain/metric/counts.ts";
import { type Digest, digestWeek } from "../../src/domain/metric/digest.ts";
import { toMeasured } from "../../src/domain/metric/measured.ts";
import { builderDays } from "../../src/domain/metric/normalized-deployments.ts";
import { shiftWeek } from "../../src/domain/metric/week.ts";
import { processLimits } from "../../src/domain/metric/xmr.ts";
import { deriveShipping, type Shipping } from "../../src/domain/shipping/shipping.ts";
import type { Reason } from "../../src/domain/shipping/timeline.ts";
import { minutes } from "../../src/render/figures.ts";
import { sectionOf, type Table, tablesOf } from "./markdown.ts";
import { deploymentAt, type Happening, happening, instantOf, play } from "./story.ts";

const DOCUMENT = "docs/metric.md";
const WEEK = "2026-W45";
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** What a story came to as of an instant. */
interface Outcome {
  readonly shipping: Shipping;
  readonly digest: Digest;
}

/** Plays what had happened by then. */
function outcomeOf(story: readonly Happening[], now: Date): Outcome {
  const shipping = play(story.filter((each) => each.at <= now)).shippingAsOf(now);
  const query = { scope: "acme/shop", week: WEEK, zone: "utc", now, isOwnReader: true };
  return { shipping, digest: digestWeek([toMeasured("acme/shop", shipping)], query) };
}

/** How the documents write each figure; the others are sums such as `merged = pending + arrived`. */
const FIGURES: Readonly<Record<string, (of: Outcome) => unknown>> = {
  "the week is": ({ digest }) => digest.state,
  "complete since": ({ digest }) => asInstant(digest.completedAt),
  "deployments seen, counted": ({ digest: { deployments } }) => `${deployments.seen}, ${deployments.counted}`,
  "deployments counted": ({ shipping }) =>
    shipping.ledger.filter(({ reason }) => reason === undefined).length,
  "deployments that went back, changes taken out for good": ({ digest: { beside } }) =>
    `${beside.rollbacks.deployments}, ${beside.rollbacks.changes}`,
  "builder-days": builderDaysOf,
  "normalized deployments": ({ digest }) => digest.normalizedDeployments.total,
  "of them AI-assisted": ({ digest }) => digest.normalizedDeployments.aiAssisted,
  "merge to production, median: declared, undeclared": ({ digest: { beside } }) =>
    `${minutes(beside.medianLeadMinutes?.declared ?? null)}, ${minutes(beside.medianLeadMinutes?.undeclared ?? null)}`,
  "#1 is": fateOfFirst,
};

function figureOf(label: string, of: Outcome): string {
  const figure = FIGURES[label];
  if (figure !== undefined) return String(figure(of));
  const counts: Readonly<Record<string, number | null>> = { ...of.digest.changes };
  return label.replaceAll(/[a-z]+/g, (name) => String(counts[name]));
}

function asInstant(text: string | null): string {
  return text === null ? "not yet" : new Date(text).toISOString();
}

function builderDaysOf({ shipping: { changes } }: Outcome): string {
  return builderDays(changes.values(), openCalendar(WEEK, WEEK, "utc"))
    .sort((a, b) => a.day - b.day)
    .map(({ builder, day }) => `(${builder}, ${DAYS[day]})`)
    .join(", ");
}

function fateOfFirst({ shipping: { changes } }: Outcome): string {
  const { outcome, undoing } = changes.get("#1") ?? {};
  const by = undoing?.by.kind === "revert" ? ` by ${undoing.by.changeId}` : "";
  return `${outcome}${by}${undoing?.isLate ? ", late" : ""}`;
}

/** Reads a story: what happens and what it is, then what is deployed and what that is; either may be left out. */
function storyOf({ rows }: Table): Happening[] {
  return rows
    .flatMap(([when, what = "", is = "", deployed, counts = ""]) => [
      ...(when ? [happening(when, what, is)] : []),
      ...(deployed ? [deploymentAt(deployed, counts)] : []),
    ])
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

const NO_TABLE: Table = { header: [], rows: [] };

/** The story below a heading, and what it came to. */
function tablesBelow(heading: string): readonly [Table, Table] {
  const [first, second = NO_TABLE] = tablesOf(sectionOf(DOCUMENT, heading));
  return [first ?? raise(`there is no table below "${heading}"`), second];
}

describe.each([
  "An ordinary week",
  "A rollback, and a hotfix from an old commit",
  "A revert, and the same again by somebody else",
])("the example %s", (heading) => {
  const [table, { header, rows }] = tablesBelow(heading);
  const story = storyOf(table);
  const columns = header.slice(1);

  it("says of each change and deployment what it is in the end", () => {
    expect(play(story).asOf(instantOf(columns.at(-1) ?? ""))).toEqual(story);
  });

  it.each(columns.map((text, index) => [text, index + 1] as const))(
    "has the figures of %s",
    (text, column) => {
      const outcome = outcomeOf(story, instantOf(text));

      expect(rows.map(([label = ""]) => [label, figureOf(label, outcome)])).toEqual(
        rows.map((row) => [row[0], row[column]]),
      );
    },
  );
});

describe("the example A weekly train against continuous deployment", () => {
  const [table, figures] = tablesBelow("A weekly train against continuous deployment");
  const now = instantOf(figures.header[0]?.replace("as of ", "") ?? "");

  it.each([
    ["at once", 2, 1],
    ["by train", 4, 2],
  ])("has the outcomes and figures of deploying %s", (_, deployed, column) => {
    const merges = table.rows.map((row) => happening(row[0] ?? "", row[1] ?? "", row[deployed + 1] ?? ""));
    const stops = [...new Set(table.rows.map((row) => row[deployed] ?? ""))];
    const story = [...merges, ...stops.map((stop) => deploymentAt(stop, ""))];
    const outcome = outcomeOf(story, now);

    expect(
      play(story)
        .asOf(now)
        .filter(({ text }) => text.includes(" merges ")),
    ).toEqual(merges);
    expect(figures.rows.map(([label = ""]) => [label, figureOf(label, outcome)])).toEqual(
      figures.rows.map((row) => [row[0], inISO(row[column] ?? "")]),
    );
  });
});

/** Instants as the digest writes them. */
function inISO(cell: string): string {
  return /^\w{3} \d+ \w{3} \d\d:\d\d$/.test(cell) ? instantOf(cell).toISOString() : cell;
}

describe("the example Twelve weeks, and a thirteenth", () => {
  const [{ header, rows }] = tablesBelow("Twelve weeks, and a thirteenth");
  const numbers = header[1]?.split(", ").map(Number) ?? [];
  const usualBuilders = Number(/^twelve weeks of (\d+) builders$/.exec(header[0] ?? "")?.[1]);
  const twelve = numbers.map((total) => ({ total, builders: usualBuilders }));
  const verdicts = rows.flatMap(([label = "", says]) => {
    const [, total, builders] = /^then (\d+), of (\d+) builders$/.exec(label) ?? [];
    return total === undefined ? [] : [{ total: Number(total), builders: Number(builders), says }];
  });

  it("has the limits that follow from its totals", () => {
    const { mean, meanMove, low, high } = processLimits(numbers) ?? raise("there are no limits");
    const { usual } = digestOf([...twelve, { total: 30, builders: usualBuilders }]).normalizedDeployments;

    expect(numbers).toHaveLength(12);
    expect(verdicts).toHaveLength(rows.length - 4);
    expect(rows.slice(0, 4)).toEqual([
      ["mean", mean.toFixed(2)],
      ["mean difference from one week to the next", meanMove.toFixed(2)],
      [`mean ± ${((high - mean) / meanMove).toFixed(2)} × that`, `${low.toFixed(2)} to ${high.toFixed(2)}`],
      ["usual range", usual?.join(" to ")],
    ]);
  });

  it.each(verdicts)("says of $total of $builders builders: $says", ({ total, builders, says }) => {
    const { signal, ...found } = digestOf([...twelve, { total, builders }]).normalizedDeployments;

    expect(found).toMatchObject({ total, learned: 12 });
    expect(signal === "none" ? "no change detected" : signal).toBe(says);
  });
});

/** The digest of the last of some weeks, in each of which so many builders ship on so many days in all. */
function digestOf(weeks: readonly { readonly total: number; readonly builders: number }[]): Digest {
  const work = weeks.flatMap(({ total, builders }, week) =>
    Array.from({ length: total }, (_, index) => ({
      builder: `builder ${index % builders}`,
      day: 2 + week * 7 + Math.floor(index / builders),
      minute: index % builders,
    })),
  );
  const changes = work.map(({ builder, day, minute }, index) =>
    change(index + 1, at(day, 9, minute), { builder }),
  );
  const deployments = work.map(({ day, minute }, index) =>
    deployment(index + 2, `m${index + 1}`, at(day, 10, minute)),
  );
  const now = at(2 + weeks.length * 7);
  const history = straightHistory(changes, [deployment(1, "m0", at(1)), ...deployments], changes.length);
  const query = { scope: "acme/shop", week: shiftWeek(WEEK, weeks.length - 1), zone: "utc", now };
  return digestWeek([toMeasured("acme/shop", deriveShipping(history, now))], query);
}

describe("the document", () => {
  it("lists every reason in its order of precedence", () => {
    const [{ rows }] = tablesBelow("Every deployment has one place");
    const reasons = rows.map(([reason = ""]) => reason as Reason);
    const ledger = reasons.toSorted().map((reason) => ({
      ...{ deploymentId: 1, kind: "deployment" as const, sha: "a", environment: "production", channel: "" },
      ...{ at: at(2), reason, by: undefined, failedLater: undefined },
    }));

    expect(Object.keys(countDeployments(ledger).uncounted)).toEqual(reasons);
  });

  it("states no number about the examples outside of their tables", () => {
    const prose = sectionOf(DOCUMENT, "Worked examples").filter(
      (line) => !line.startsWith("|") && !line.startsWith("#"),
    );

    expect(
      prose
        .join("\n")
        .replace("2 November 2026", "")
        .match(/(?<!#)\b\d+\b/g),
    ).toBeNull();
  });
});

function raise(what: string): never {
  throw new Error(what);
}
