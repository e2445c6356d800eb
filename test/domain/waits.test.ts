import fc from "fast-check";
import { expect, it } from "vitest";
import { isOver, isWithinLast } from "../../src/domain/waits.ts";

const time = fc.integer({ min: 0, max: 10_000 });

it("H5: a wait never lasts longer than the longest one, whatever the clock said when it began", () => {
  fc.assert(
    fc.property(time, time, time, (end, now, longest) => {
      const isEnded = isOver(end, now, longest);

      expect(isEnded || isOver(end, now + longest, longest)).toBe(true);
      expect(isEnded).toBe(end <= now || end > now + longest);
    }),
  );
});

it("H5: nothing that lies in the future happened lately", () => {
  fc.assert(
    fc.property(time, time, time, (interval, then, now) => {
      expect(isWithinLast(interval, then, now)).toBe(then <= now && now < then + interval);
    }),
  );
});
