import type { z } from "zod";
import { type ConfigProblem, inOrder } from "./config-error.ts";
import { type LocatedYaml, placeOf } from "./place.ts";
import { allowedKeys, describeUnknownKey } from "./unknown-key.ts";
import { describePath, describeValue, printable, strangeCharacter } from "./values.ts";

type Issue = z.core.$ZodIssue;

/** One problem: an unknown key, or Zod's complaint about a value or a name. */
interface Problem {
  readonly path: readonly string[];
  readonly key?: string;
  /** Whether the last name of the path is wrong, not its value. */
  readonly isName?: boolean;
  readonly message: string;
}

const MOST_SHOWN = 20;
const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  string: "text",
  boolean: "true or false",
  number: "a whole number",
  int: "a whole number",
};

/**
 * Describes the problems in the order of the file, one a line: the key, its value, the allowed values, and the
 * position.
 */
export function describeProblems({ issues }: z.ZodError, yaml: LocatedYaml): ConfigProblem[] {
  const found = issues.flatMap((issue) => toProblems(issue, []));
  const problems = inOrder(found.map((problem) => ({ problem, place: placeOfProblem(problem, yaml) })));
  const left = problems.length - MOST_SHOWN;
  const described = problems.slice(0, MOST_SHOWN).map(({ problem, place }) => {
    return { text: describeProblem(problem), place };
  });
  return [...described, ...(left > 0 ? [{ text: `and ${left} more` }] : [])];
}

function placeOfProblem({ path, key, isName }: Problem, yaml: LocatedYaml): ConfigProblem["place"] {
  return key === undefined ? placeOf(yaml, path, isName) : placeOf(yaml, [...path, key], true);
}

function toProblems(issue: Issue, parent: readonly string[]): Problem[] {
  const path = [...parent, ...issue.path.map(String)];
  const { message } = issue;
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path, key, message }));
  if (issue.code === "invalid_type" && KINDS[issue.expected] === "a mapping")
    return [{ path, message: [message, allowedKeys(path).join(", ")].filter(Boolean).join(" of ") }];
  if (issue.code !== "invalid_union") return [{ path, message, isName: issue.code === "invalid_key" }];
  return meantForm(issue.errors).flatMap((each) => toProblems(each, path));
}

/** Picks the problems of the form that the value has; of the last form, if it has none. */
function meantForm(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const isForm = (issues: readonly Issue[]) =>
    !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0);
  return forms.find(isForm) ?? forms.at(-1) ?? [];
}

function describeProblem({ path, key, message }: Problem): string {
  return printable(`${describePath(path)}: ${key === undefined ? message : describeUnknownKey(key, path)}`);
}

/** Describes a problem for the owner of the file; `undefined` leaves it to Zod. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const value = describeValue(issue.input);
  switch (issue.code) {
    case "invalid_type":
      return describeWrong(issue.input, KINDS[issue.expected] ?? issue.expected);
    case "invalid_value":
      return describeWrong(issue.input, `one of ${issue.values.map(String).join(", ")}`);
    case "invalid_format":
      return issue.format === "email" ? `${value} is not an e-mail address` : undefined;
    case "invalid_key":
      return issue.issues[0]?.message ?? "not a valid name";
    case "too_small":
      return `${value} is too ${isNumber(issue) ? "small" : "short"}: expected at least ${describeSize(issue, issue.minimum)}`;
    case "too_big":
      return `${value} is too ${isNumber(issue) ? "large" : "long"}: expected at most ${describeSize(issue, issue.maximum)}`;
    default:
      return undefined;
  }
}

function describeWrong(value: unknown, expected: string): string {
  if (value === undefined) return `is missing: expected ${expected}`;
  if (value === null) return `has no value: expected ${expected}`;
  return `${describeValue(value)}${strangeCharacter(value)} is not ${expected}`;
}

interface Sized {
  readonly origin: string;
}

function describeSize(sized: Sized, size: number | bigint): string {
  if (isNumber(sized)) return String(size);
  if (sized.origin === "string") return size === 1 ? "1 character" : `${size} characters`;
  return size === 1 ? "1 entry" : `${size} entries`;
}

function isNumber({ origin }: Sized): boolean {
  return origin === "number" || origin === "int";
}
