import { nameOf } from "../digests/subject.ts";
import type { Digest } from "../domain/metric/digest.ts";
import { renderDigest } from "../render/digest/issue.ts";
import { digestSections } from "../render/digest/markdown.ts";
import { code } from "../render/text.ts";
import { type Shortfall, shortfallLine } from "./shortfalls.ts";
import type { ReportSubject } from "./subject.ts";

/** The digest as Markdown, as `plimsoll digest` prints it, and above it what is missing. */
export function textOf(digest: Digest, subject: ReportSubject, shortfalls: readonly Shortfall[]): string {
  const { week } = digest;
  const key =
    "owner" in subject
      ? { installationId: subject.repositories[0]?.installationId ?? 0, week }
      : { repositoryId: subject.repository.id, week };
  const { title, body } = renderDigest(digest, key, { visible: visibleIn(subject) });
  const missing = shortfalls.map((each) => `> **Incomplete:** ${shortfallLine(each)}\n\n`).join("");
  return `# ${title}\n\n${missing}${body.trimEnd()}`;
}

/** The sections of a summary, in the order of the digest. */
const FIRST_SCREEN = [
  "headline",
  "verdict",
  "caveats",
  "warnings",
  "gaps",
  "chart",
  "nothing",
  "funnel",
  "zeros",
];

/** The first screen of the digest as Markdown, and above it which repositories are not whole. */
export function summaryOf(digest: Digest, subject: ReportSubject, shortfalls: readonly Shortfall[]): string {
  const sections = digestSections(digest, { visible: visibleIn(subject) });
  const parts = [
    `## Plimsoll · ${code(digest.scope)} · ${digest.week}`,
    ...shortfalls.map(({ repository, isLeftOut }) => {
      return `> **Incomplete:** ${code(repository)} is ${isLeftOut ? "left out" : "not read whole"}.`;
    }),
    ...FIRST_SCREEN.flatMap((name) => sections.get(name) ?? []),
  ];
  return parts.join("\n\n");
}

/** All repositories of an organization may be named to those who can read the report. */
function visibleIn(subject: ReportSubject): ReadonlySet<string> | undefined {
  return "owner" in subject ? new Set(subject.repositories.map(nameOf)) : undefined;
}
