import { z } from "zod";
import { findGlobProblem } from "../domain/shipping/globs.ts";
import { describeValue } from "./values.ts";

/** The most entries that a list or a mapping of the file may have. */
export const MOST_ENTRIES = 100;
const LONGEST_NAME = 60;

/** Globs of paths or names, as `domain/shipping/globs.ts` reads them. */
export const globs = z
  .array(checked(z.string().trim().min(1), (text) => findGlobProblem(text)))
  .max(MOST_ENTRIES);

/** The name of a part of the organization. It is shown beside other text, which it must not disturb. */
export const scopeName = checked(z.string().trim().min(1).max(LONGEST_NAME), (text) =>
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text)
    ? "has a control character, a line end or a direction mark: leave it out"
    : undefined,
);

/** GitHub logins, in lower case. */
export const logins = z
  .array(
    checked(z.string().trim().toLowerCase(), (text) =>
      /^[a-z\d][a-z\d_-]{0,99}(?:\[bot\])?$/.test(text) ? undefined : 'not a GitHub login, such as "octocat"',
    ),
  )
  .max(MOST_ENTRIES);

/** An IANA time zone. */
export const timezone = checked(z.string(), (text) =>
  isTimeZone(text) ? undefined : 'not an IANA time zone, such as "Europe/Berlin"',
);

/** A repository, with its owner or without. */
export const repository = checked(z.string().trim(), (text) =>
  /^(?:[a-z\d][a-z\d_-]{0,99}\/)?(?!\.\.?$)[\w.-]{1,100}$/i.test(text)
    ? undefined
    : 'not a repository, such as "reports" or "acme/reports"',
);

/** A string with a check, which returns the problem. */
export function checked<Schema extends z.ZodType<string, unknown>>(
  schema: Schema,
  findProblem: (text: string) => string | undefined,
) {
  return schema.superRefine((text, context) => {
    const problem = findProblem(text);
    if (problem !== undefined) context.addIssue(`${describeValue(text)}: ${problem}`);
  });
}

function isTimeZone(name: string): boolean {
  try {
    return /^[a-z]/i.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
