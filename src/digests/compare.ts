import { createHash } from "node:crypto";
import { type FoundIssue, fetchIssue, fetchIssueNumber, type IssueContent } from "../github/issues.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { digestMarker } from "../render/digest/issue.ts";
import type { PublishedDigest } from "../storage/digests.ts";
import type { KnownIssues } from "./known-issues.ts";
import { keyOf, type Publication } from "./publication.ts";

/** The issue on GitHub, compared with its content. `gone`: somebody deleted the issue, or moved it elsewhere. */
export type Compared =
  | { readonly is: "same"; readonly known: PublishedDigest }
  | { readonly is: "gone"; readonly known: PublishedDigest }
  | ({ readonly is: "different" } & DifferentIssue);

/** An issue that must be written. */
export interface DifferentIssue {
  /** `undefined` where there is none. */
  readonly number: number | undefined;
  readonly issue: FoundIssue | undefined;
  /** Whether it must be closed, since there is a later one. */
  readonly isClosing: boolean;
  /** A hash of its content. */
  readonly shown: string;
}

/** Compares the content with the existing issue: the stored one, or else the one with the marker. */
export async function compareWithIssue(
  octokit: GitHubClient,
  {
    publication,
    content,
    issues: { known, next },
  }: {
    readonly publication: Publication;
    readonly content: IssueContent;
    readonly issues: KnownIssues;
  },
): Promise<Compared> {
  const { repository } = publication;
  const shown = hashOf(content);
  const isClosing = next !== undefined && known?.isClosed !== true;
  if (known === undefined) {
    const number = await fetchIssueNumber(octokit, repository, digestMarker(keyOf(publication)));
    return { is: "different", number, issue: undefined, isClosing, shown };
  }
  const { issueNumber: number } = known;
  const issue = await fetchIssue(octokit, repository, number);
  if (issue === undefined) return { is: "gone", known };
  const isSame = known.shown === shown && !isClosing && hashOf(issue) === known.written;
  return isSame ? { is: "same", known } : { is: "different", number, issue, isClosing, shown };
}

/** A hash of an issue's content. */
export function hashOf({ title, body }: IssueContent): string {
  return createHash("sha256")
    .update(JSON.stringify([title, body.trimEnd()]))
    .digest("base64url");
}
