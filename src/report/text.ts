import { nameOf } from "../digests/subject.ts";
import type { Digest } from "../domain/metric/digest.ts";
import { renderDigest } from "../render/digest/issue.ts";
import { type Shortfall, shortfallLine } from "./shortfalls.ts";
import type { ReportSubject } from "./subject.ts";

/** The digest as Markdown, as `plimsoll digest` prints it, and above it what is missing. */
export function textOf(digest: Digest, subject: ReportSubject, shortfalls: readonly Shortfall[]): string {
  const { week } = digest;
  const isOwner = "owner" in subject;
  const key = isOwner
    ? { installationId: subject.repositories[0]?.installationId ?? 0, week }
    : { repositoryId: subject.repository.id, week };
  const visible = isOwner ? new Set(subject.repositories.map(nameOf)) : undefined;
  const { title, body } = renderDigest(digest, key, { visible });
  const missing = shortfalls.map((each) => `> **Incomplete:** ${shortfallLine(each)}\n\n`).join("");
  return `# ${title}\n\n${missing}${body.trimEnd()}`;
}
