import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UNDERSTANDING, understandingOf } from "../../src/github/understanding.ts";

describe("what a version understands", () => {
  const push = z.object({ ref: z.string(), sender: z.object({ id: z.int() }).transform(({ id }) => id) });

  it("R7: is told by a word that changes when another field is required, or none", () => {
    const before = understandingOf({ push });

    expect(understandingOf({ push: push.extend({ ref: z.string() }) })).toBe(before);
    expect(understandingOf({ push: push.extend({ ref: z.string().nullish() }) })).not.toBe(before);
    expect(UNDERSTANDING).toMatch(/^[0-9a-f]{12}$/);
  });
});
