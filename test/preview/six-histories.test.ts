import { expect, it } from "vitest";
import { type Planned, type PlannedWeek, plannedPast } from "../../dev/simulation/clone/planned-past.ts";
import { previewClone } from "../../src/preview/preview.ts";
import { renderTerminal } from "../../src/render/terminal.ts";

const NAMES = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal"];
let number = 0;

function work(name: string, rest: Partial<Planned> & { readonly title?: string } = {}): Planned {
  const { title = `feat: ${++number} by ${name}`, ...planned } = rest;
  const by = `${name} Example <${name.toLowerCase()}@mail.example>`;
  return { by, message: `${title} (#${++number})`, ...planned };
}

/** So many weeks in which each of some people has a change merged, and a version is tagged on Friday. */
function weeksOf(count: number, people: readonly string[], first = 0): PlannedWeek[] {
  return Array.from({ length: count }, (_, index) => ({
    commits: people.map((name, place) => work(name, { day: place % 5, path: `src/${name}.ts` })),
    versions: [{ tag: `v1.${first + index}.0` }],
  }));
}

/** What a reader sees first, with the way to the number, and what it was read from. */
async function told(weeks: readonly PlannedWeek[], shown = 4): Promise<string> {
  const { path } = plannedPast(weeks);
  const now = new Date(Date.parse("2026-01-05") + weeks.length * 7 * 86_400_000);
  const page = renderTerminal(
    await previewClone({ path, ship: "auto", weeks: shown, until: undefined, now }),
  );
  const [above = "", rest = ""] = page.split(/\n(?=AI tools declared|Beside the number)/);
  const source = /Read from.*? version\s+tags\./s.exec(`${above}${rest}${page}`)?.[0];
  return `${above.split("\nRead from")[0]?.trimEnd()}\n\n${source}`;
}

it("W1: a hotfix of an old line completes no week of main", async () => {
  const waiting = weeksOf(3, NAMES).map(({ commits }, index) => ({
    commits: [...commits, work("Ada", { title: "fix: a leak", branch: "1.x", day: 1, path: "src/leak.ts" })],
    versions: [{ tag: `v1.15.${index + 1}`, branch: "1.x", day: 2 }],
  }));

  expect(await told([...weeksOf(16, NAMES), ...waiting])).toMatchInlineSnapshot(`
    "Plimsoll · local/repository · 2026-W18

      9 normalized deployments in 2026-W18
      0 of 9 (0 %) AI-assisted, as usual (0 to 13 %)

      The total is above its usual range, though as many people as usual shipped.
      The total is usually 8 a week; if nothing changes, one or two weeks of a
      hundred lie outside.

      What to do: Ask the team what changed, since the number does not say it.

    Normalized deployments by week of merge
      2026-W15  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W16  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W17  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W18  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 9
      █ AI-assisted  ░ the rest  · usual: 8 a week

    To bear in mind
      2026-W19 so far: 1, with 8 changes waiting for a release.
      2026-W20 so far: 1, with 8 changes waiting for a release.

    How the number came about
      Shipped by v1.15.1 (29 Apr 2026).

    Read from 155 commits of main as of 13 May 2026: 155 changes (152 on main, 3 on
    v1.15), 19 version tags."
  `);
});

it("W2: who left for good is a finding, and no quiet week", async () => {
  expect(await told([...weeksOf(20, NAMES), ...weeksOf(6, ["Ada"], 20)], 8)).toMatchInlineSnapshot(`
    "Plimsoll · local/repository · 2026-W26

      1 normalized deployment in 2026-W26
      0 of 1 (0 %) AI-assisted

      Fewer people than usual shipped for 5 weeks; each ships as many changes as
      before. The total has no usual range yet: learning, 4 of 12 comparable weeks.

      What to do: Ask the team why fewer people shipped.

    Normalized deployments by week of merge
      2026-W19  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W20  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W21  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W22  ░░░░░░ 1
      2026-W23  ░░░░░░ 1
      2026-W24  ░░░░░░ 1
      2026-W25  ░░░░░░ 1
      2026-W26  ░░░░░░ 1
      █ AI-assisted  ░ the rest

    To bear in mind
      In each of these 5 weeks fewer than 60 % of the usual number of builders
      shipped. The usual range began anew with them.
      Provisional until 6 Jul 2026, final on 27 Jul 2026: what shipped can still be
      undone, which would restate the week.
      2026-W27 so far: 1.

    How the number came about
      Shipped by v1.24.0 (26 Jun 2026).

    Read from 166 commits of main as of 3 Jul 2026: 166 changes, 26 version tags."
  `);
});

it("W2: half of a team leaves", async () => {
  expect(
    await told([...weeksOf(20, NAMES), ...weeksOf(10, NAMES.slice(0, 4), 20)], 8),
  ).toMatchInlineSnapshot(`
    "Plimsoll · local/repository · 2026-W30

      4 normalized deployments in 2026-W30
      0 of 4 (0 %) AI-assisted

      Fewer people than usual shipped for 9 weeks; each ships as many changes as
      before. The total has no usual range yet: learning, 8 of 12 comparable weeks.

      What to do: Ask the team why fewer people shipped.

    Normalized deployments by week of merge
      2026-W23  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      2026-W24  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      2026-W25  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      2026-W26  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      2026-W27  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      2026-W28  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      2026-W29  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      2026-W30  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 4
      █ AI-assisted  ░ the rest

    To bear in mind
      In each of these 9 weeks fewer than 60 % of the usual number of builders
      shipped. The usual range began anew with them.
      Provisional until 3 Aug 2026, final on 24 Aug 2026: what shipped can still be
      undone, which would restate the week.
      2026-W31 so far: 4.

    How the number came about
      Shipped by v1.28.0 (24 Jul 2026).

    Read from 200 commits of main as of 31 Jul 2026: 200 changes, 30 version tags."
  `);
});

it("W3: agents whose work nobody answers for", async () => {
  const agent = "copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>";
  const weeks = weeksOf(16, NAMES).map(({ commits, ...week }) => ({
    ...week,
    commits: [...commits, ...NAMES.map((name) => ({ ...work(name, { path: "src/agent.ts" }), by: agent }))],
  }));

  expect(await told(weeks)).toMatchInlineSnapshot(`
    "Plimsoll · local/repository · 2026-W16

      8 normalized deployments in 2026-W16
      0 of 8 (0 %) AI-assisted, as usual (0 to 13 %)

      No change detected, neither in the total nor in the AI-assisted share. The
      total is usually 8 a week.

      8 of 16 net changes do not count: in a clone nobody accountable can be seen,
      for example because an agent wrote and merged them. GitHub tells the App who
      asked for them, and who merged them.

      What to do: Nothing. Weeks differ this much by chance.

    Normalized deployments by week of merge
      2026-W13  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W14  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W15  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W16  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      █ AI-assisted  ░ the rest  · usual: 8 a week

    To bear in mind
      Provisional until 27 Apr 2026, final on 18 May 2026: what shipped can still be
      undone, which would restate the week.
      2026-W17 so far: 8.

    How the number came about
      16 changes merged
      − 8 without anybody accountable
      = 8 normalized deployments
      Shipped by v1.14.0 (17 Apr 2026).

    Read from 256 commits of main as of 24 Apr 2026: 256 changes, 16 version tags."
  `);
});

it("W4: an old line with a fix of its own, and backports that say so", async () => {
  const weeks = weeksOf(16, NAMES).map(({ commits, versions = [] }, index) => {
    if (index < 12) return { commits, versions };
    const old = { branch: "0.x", day: 3 };
    const title = `[0.x] ${commits[2]?.message.replace(/ \(#\d+\)$/, "")}`;
    return {
      commits: [
        ...commits,
        work("Bo", { ...old, title: "fix: of the old line", path: "src/old.ts" }),
        work("Cy", { ...old, title, path: "src/Cy.ts" }),
      ],
      versions: [...versions, { tag: `v0.9.${index}`, branch: "0.x" }],
    };
  });

  expect(await told(weeks)).toMatchInlineSnapshot(`
    "Plimsoll · local/repository · 2026-W16

      9 normalized deployments in 2026-W16
      0 of 9 (0 %) AI-assisted, as usual (0 to 12 %)

      The total is above its usual range, though as many people as usual shipped.
      The total is usually 8 a week; if nothing changes, one or two weeks of a
      hundred lie outside.

      What to do: Ask the team what changed, since the number does not say it. Begin
      with what was not counted.

    Normalized deployments by week of merge
      2026-W13  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W14  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 9
      2026-W15  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 9
      2026-W16  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 9
      █ AI-assisted  ░ the rest  · usual: 8 a week

    To bear in mind
      Provisional until 27 Apr 2026, final on 18 May 2026: what shipped can still be
      undone, which would restate the week.
      2026-W17 so far: 9.

    How the number came about
      10 changes merged
      − 1 of kinds that do not count
      = 9 normalized deployments
      Shipped by v1.14.0 (17 Apr 2026) 8 and v0.9.14 (17 Apr 2026) 2.

    Read from 136 commits of main as of 24 Apr 2026: 136 changes (128 on main, 8 on
    v0.9), 20 version tags."
  `);
});

it("W5: releases that bring nothing new, and what shipped the week", async () => {
  const weeks = weeksOf(16, NAMES).map(({ commits }, index) => ({
    commits,
    versions: index % 4 === 3 ? [{ tag: `v1.${index}.0` }, { tag: `v1.${index}.1`, day: 5 }] : [],
  }));

  expect(
    await told([
      ...weeks,
      { commits: [work("Ada", { day: 3 })], versions: [{ tag: "v1.15.2", day: 1 }, { tag: "v1.16.0" }] },
    ]),
  ).toMatchInlineSnapshot(`
    "Plimsoll · local/repository · 2026-W17

      8 normalized deployments in 2026-W17
      0 of 8 (0 %) AI-assisted

      Too early to say whether anything changed: learning, 11 of 12 comparable
      weeks. There is no verdict before 2026-W18.

      What to do: Nothing yet. What is usual is still being learned.

    Normalized deployments by week of merge
      2026-W14  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W15  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W16  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      2026-W17  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 8
      █ AI-assisted  ░ the rest

    To bear in mind
      Provisional until 4 May 2026, final on 25 May 2026: what shipped can still be
      undone, which would restate the week.
      2026-W18 so far: 1.

    How the number came about
      Shipped by v1.15.0 (24 Apr 2026).

    Read from 129 commits of main as of 1 May 2026: 129 changes, 10 version tags."
  `);
});
