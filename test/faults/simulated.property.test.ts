import fc from "fast-check";
import { expect, it } from "vitest";
import { play, type Story } from "../../dev/simulation/story/story.ts";
import { steps } from "../../dev/simulation/story/story-steps.ts";
import { runs } from "../support/limits.ts";
import { type Outcome, Playing } from "./playing.ts";
import { refusing, schedules, undisturbed, withoutSomeComparisons } from "./schedule.ts";

const FINISHED = { pending: 0, parked: 0, stale: 0, failed: 0, problems: [] };
const stories = fc.noShrink(steps.map(play));
const RUNS = runs(2);

/** How many changes arrived, of all weeks. */
function arrived({ digests }: Outcome): number {
  return digests.reduce((sum, { changes }) => sum + changes.arrived, 0);
}

it("comes to what it would, however late, often, and wrongly GitHub tells it first", async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(stories, fc.noShrink(schedules), async (story, schedule) => {
      const expected = await Playing.play(story, undisturbed(schedule));
      const outcome = await Playing.play(story, schedule);

      seen += arrived(expected);
      expect(outcome.unfinished).toEqual(FINISHED);
      expect(outcome.faults).toEqual([]);
      expect(outcome).toEqual(expected);
    }),
    { numRuns: RUNS },
  );

  expect(seen).toBeGreaterThan(RUNS / 4);
});

it("R3: goes on where comparisons fail for ever, and says what is not known", async () => {
  let unknown = 0;
  await fc.assert(
    fc.asyncProperty(stories, fc.noShrink(withoutSomeComparisons), async (story, schedule) => {
      const expected = await Playing.play(story, undisturbed(schedule));
      const outcome = await Playing.play(story, schedule);

      expect(outcome.unfinished).toEqual(FINISHED);
      for (const [index, digest] of outcome.digests.entries()) {
        const whole = expected.digests[index];
        expect(digest.deployments.seen).toBe(whole?.deployments.seen);
        expect(digest.changes.arrived).toBe(whole?.changes.arrived);
        if (JSON.stringify(digest) === JSON.stringify(whole)) continue;
        unknown++;
        expect(outcome.digests.flatMap(({ warnings }) => warnings)).toContain("not-told");
      }
    }),
    { numRuns: RUNS },
  );

  expect(unknown).toBeGreaterThan(0);
});

/** What GitHub refuses for good: what, with which answer, and the state that follows. */
const REFUSED: readonly (readonly [what: string, RegExp, status: number, message: string, state: string])[] =
  [
    [
      "issues that are off",
      /\/issues/,
      410,
      "Issues has been disabled in this repository.",
      "issues: not-permitted",
    ],
    [
      "check runs that the app may not write",
      /POST .*\/check-runs/,
      403,
      "Resource not accessible by integration",
      "check-runs: not-permitted",
    ],
    [
      "a past that the app may not read",
      /\/pulls\?|graphql/,
      403,
      "Resource not accessible by integration",
      "past: not-permitted",
    ],
    ["a past that is blocked", /\/pulls\?|graphql/, 451, "Repository access blocked", "past: legal"],
  ];

const [refusedStory] = fc.sample(stories, { numRuns: 1, seed: 20_261_128 }) as [Story];
let whole: Promise<Outcome> | undefined;

it.each(REFUSED)("R4: comes to the same but for %s", async (_, pattern, status, message, state) => {
  const schedule = refusing(pattern, status, message);
  whole ??= Playing.play(refusedStory, undisturbed(schedule));
  const expected = await whole;
  const { refused, unfinished, issues, checkRuns, ...outcome } = await Playing.play(refusedStory, schedule);

  expect(outcome).toMatchObject({ digests: expected.digests, faults: [] });
  expect(refused).toEqual([state]);
  expect(unfinished).toMatchObject({ ...FINISHED, problems: expect.any(Array) });
  expect(expected.issues.length).toBeGreaterThan(0);
  expect(issues).toEqual(state.startsWith("issues") ? [] : expected.issues);
  expect(checkRuns).toEqual(state.startsWith("check-runs") ? {} : expected.checkRuns);
});
