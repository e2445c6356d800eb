import { closestMatch } from "leven";
import { z } from "zod";

/** An object in which every key must be known; a wrong one is told which it may have been. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const allowed = Object.keys(shape).sort();
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? describeUnknownKeys(issue.keys, allowed) : undefined,
  });
}

function describeUnknownKeys(keys: readonly string[], allowed: readonly string[]): string {
  return keys.map((key) => describeUnknownKey(key.slice(0, 60), allowed)).join("\n");
}

function describeUnknownKey(key: string, allowed: readonly string[]): string {
  const maxDistance = Math.max(1, Math.floor(key.length / 3));
  const meant = closestMatch(key.toLowerCase(), allowed, { maxDistance });
  const advice = meant === undefined ? `allowed are ${allowed.join(", ")}` : `did you mean "${meant}"?`;
  return `unknown key ${JSON.stringify(key)}: ${advice}`;
}
