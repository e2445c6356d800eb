import { createHash } from "node:crypto";
import { z } from "zod";
import { PAYLOADS } from "./payloads.ts";

/**
 * What this version understands of payloads: another value may understand what this one does not.
 *
 * It follows from what is read of each event, so that it also changes between two releases, and only when that does.
 */
export const UNDERSTANDING = understandingOf(PAYLOADS);

/** Who trimmed a stored payload that lacks what this version reads: GitHub still has the whole, for this one to read. */
export const ANOTHER_VERSION = "another";

/** A short hash of what is read of each event. */
export function understandingOf(payloads: Readonly<Record<string, z.ZodType>>): string {
  const read = Object.entries(payloads).map(([event, schema]) => [
    event,
    // Of a field that is rewritten, what GitHub sends is what counts.
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
  ]);
  return createHash("sha256").update(JSON.stringify(read)).digest("hex").slice(0, 12);
}
