import { closestMatch } from "leven";
import { DAY_MS } from "../domain/durations.ts";
import { isDay } from "../domain/spend/fact.ts";
import type { SpendSource } from "../domain/spend/source.ts";
import { FORMATS, type Format } from "../spend/import/import-options.ts";
import { findTool, toolIds } from "../spend/import/known-tools.ts";
import { EARLIEST } from "../spend/import/period.ts";
import { UsageError } from "./user-error.ts";

const LONGEST_NAME = 60;

/** Returns the format. Throws a `UsageError` for an unknown one. */
export function readFormat(text: string): Format {
  const format = FORMATS.find((each) => each === text.toLowerCase());
  if (format !== undefined) return format;
  throw new UsageError(`--format ${shownOption(text)} is unknown: give ${FORMATS.join(", ")}`);
}

/** Returns the source of a name. Throws a `UsageError` for a name that cannot stand in a digest. */
export function readSource(name: string, kind: Format): SpendSource {
  const problem =
    (name.trim() === "" ? "is empty" : undefined) ??
    (name.length > LONGEST_NAME ? `has more than ${LONGEST_NAME} characters` : undefined) ??
    (/[\p{C}\p{Zl}\p{Zp}]/u.test(name) ? "has characters that cannot be printed" : undefined) ??
    (name.includes("@") ? "has an @, and a source is no person" : undefined) ??
    (name !== name.trim() ? "begins or ends with a space" : undefined);
  if (problem !== undefined)
    throw new UsageError(`the name in --source ${problem}: give one such as aws-bill`);
  return { name, kind, basis: "estimate", settlesAfterDays: 0 };
}

/**
 * Returns the time of an export. A day is its beginning in UTC, since the rest of it is not in the file.
 *
 * Throws a `UsageError` for a text that is no time, and for a time that cannot be right.
 */
export function readTime(text: string, now: Date): Date {
  const [day = "", rest] = text.split("T", 2);
  const isTime = isDay(day) && (rest === undefined || /^[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(rest));
  const at = isTime ? new Date(text) : undefined;
  if (at === undefined || Number.isNaN(at.getTime()))
    throw new UsageError(
      `--as-of ${shownOption(text)} is not a time: give one such as 2026-11-21 or 2026-11-21T08:00:00Z`,
    );
  if (at.getTime() > now.getTime() + DAY_MS)
    throw new UsageError(`--as-of ${text} is in the future: give the time of the export`);
  if (at < new Date(EARLIEST))
    throw new UsageError(`--as-of ${text} is before ${EARLIEST}: give the time of the export`);
  return at;
}

/** Returns the id of a tool. Throws a `UsageError` for an unknown one. */
export function readTool(text: string | undefined, ownTools: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  const tool = findTool(text, ownTools);
  if (tool !== undefined) return tool;
  const near = closest(text, toolIds(ownTools));
  const remedy =
    near === undefined
      ? "docs/attribution.md lists the ids; other is for all others"
      : `did you mean ${near}?`;
  throw new UsageError(`--tool ${shownOption(text)} is no known tool: ${remedy}`);
}

/** An option for a message, without an address or a long text. */
function shownOption(text: string): string {
  return /^[\w .:+/-]{1,60}$/.test(text) ? text : "(not shown)";
}

function closest(text: string, names: readonly string[]): string | undefined {
  const name = text.slice(0, LONGEST_NAME).toLowerCase();
  return closestMatch(name, names, { maxDistance: Math.max(1, Math.floor(name.length / 3)) });
}
