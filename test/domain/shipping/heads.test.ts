import fc from "fast-check";
import { expect, it } from "vitest";
import { WHOLE } from "../../../src/domain/shipping/change.ts";
import { type Head, Heads, RETIRED_AFTER } from "../../../src/domain/shipping/heads.ts";
import { runs } from "../../support/limits.ts";

const CHANNELS = [WHOLE, "api", "web"];
const SHAS = ["a", "b", "c"];

const step = fc.record({
  kind: fc.constantFrom("set", "set", "delete", "retire"),
  target: fc.constantFrom("one", "two", "three", "four"),
  channel: fc.constantFrom(...CHANNELS),
  sha: fc.constantFrom(...SHAS),
  at: fc.integer({ min: 0, max: 4 }).map((quarters) => new Date(quarters * (RETIRED_AFTER + 1))),
});

it("answers as a plain list of heads would", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const heads = new Heads();
      const plain = new Map<string, Head>();
      for (const { kind, target, channel, sha, at } of steps) {
        if (kind === "set") {
          heads.set(target, { sha, channel, at });
          plain.set(target, { sha, channel, at });
        } else if (kind === "delete") {
          heads.delete(target);
          plain.delete(target);
        } else {
          heads.retire({ target, at });
          for (const [other, head] of plain)
            if (other !== target && at.getTime() - head.at.getTime() > RETIRED_AFTER) plain.delete(other);
          // An event that retires others gives its own target a head.
          heads.set(target, { sha, channel, at });
          plain.set(target, { sha, channel, at });
        }
      }
      for (const channel of CHANNELS) {
        const seen = [...plain.values()].filter((head) => [channel, WHOLE].includes(head.channel));
        expect([...heads.shasSeenBy(channel)].sort()).toEqual(
          [...new Set(seen.map(({ sha }) => sha))].sort(),
        );
        for (const sha of SHAS)
          expect(heads.countOf(channel, sha)).toBe(seen.filter((head) => head.sha === sha).length);
      }
      expect([...heads.channels()].sort()).toEqual(
        [...new Set([...plain.values()].map(({ channel }) => channel))].sort(),
      );
    }),
    { numRuns: runs(300) },
  );
});
