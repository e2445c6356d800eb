import type { z } from "zod";

const MOST_SHOWN = 20;
const KINDS: Readonly<Record<string, string>> = {
  ...{ array: "a list", object: "a mapping", record: "a mapping", string: "text" },
};

/** Says what is wrong, one problem a line: the key, its value, and what is allowed. */
export function describeProblems({ issues }: z.ZodError): string {
  const lines = issues.flatMap(({ path, message }) =>
    message.split("\n").map((line) => `${describePath(path)}: ${line}`),
  );
  const left = lines.length - MOST_SHOWN;
  return [...lines.slice(0, MOST_SHOWN), ...(left > 0 ? [`and ${left} more`] : [])].join("\n");
}

/** Words a problem for whom the file belongs to; `undefined` leaves it to Zod. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const value = describeValue(issue.input);
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? `is missing: expected ${KINDS[issue.expected] ?? issue.expected}`
        : `${value} is not ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `${value} is not one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "email" ? `${value} is not an e-mail address` : undefined;
    case "invalid_key":
      return issue.issues[0]?.message ?? "not a valid name";
    case "too_small":
      return `${value} is too short: expected at least ${describeSize(issue.origin, issue.minimum)}`;
    case "too_big":
      return `${value} is too long: expected at most ${describeSize(issue.origin, issue.maximum)}`;
    default:
      return undefined;
  }
}

/** Shows a value of the file in a problem. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "a mapping" : String(value);
}

function describePath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "file";
  return path
    .map(String)
    .map((key) => (/^[\w-]{1,60}$/.test(key) ? key : describeValue(key)))
    .join(".");
}

function describeSize(origin: string, size: number | bigint): string {
  return `${size} ${origin === "string" ? "character" : "entr"}${pluralEnding(origin, size)}`;
}

function pluralEnding(origin: string, size: number | bigint): string {
  if (origin === "string") return size === 1 ? "" : "s";
  return size === 1 ? "y" : "ies";
}
