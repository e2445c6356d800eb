import fc from "fast-check";
import { expect, it } from "vitest";
import { Playing } from "../simulation/playing.ts";
import { schedules, undisturbed } from "../simulation/schedule.ts";
import { runs } from "../support/limits.ts";
import { play, steps } from "../support/story.ts";

it("comes to what it would, however late, often, and wrongly GitHub tells it first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.noShrink(steps.map(play)), fc.noShrink(schedules), async (story, schedule) => {
      const expected = await Playing.play(story, undisturbed(schedule));
      const outcome = await Playing.play(story, schedule);

      expect(outcome.unfinished).toEqual({ pending: 0, parked: 0, stale: 0, failed: 0, problems: [] });
      expect(outcome).toEqual(expected);
    }),
    { numRuns: runs(20), endOnFailure: true },
  );
});
