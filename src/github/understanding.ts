import { createHash } from "node:crypto";
import { z } from "zod";
import { PAYLOADS } from "./payloads.ts";

/**
 * A version of the payload schemas: another value may understand payloads that this one does not.
 *
 * It is a hash of the fields that are read. So it changes between two releases only if the fields do, and then always.
 */
export const UNDERSTANDING = understandingOf(PAYLOADS);

/** Marks a stored payload that another version trimmed, and that lacks a field: GitHub still has the whole. */
export const ANOTHER_VERSION = "another";

/** Computes a short hash of the fields that are read of each event. */
export function understandingOf(payloads: Readonly<Record<string, z.ZodType>>): string {
  const read = Object.entries(payloads).map(([event, schema]) => [
    event,
    // For a rewritten field, GitHub's form counts.
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
  ]);
  return createHash("sha256").update(JSON.stringify(read)).digest("hex").slice(0, 12);
}
