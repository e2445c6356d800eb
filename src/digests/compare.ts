import { createHash } from "node:crypto";
import {
  type FoundIssue,
  fetchIssue,
  fetchIssueNumber,
  type IssueContent,
  type IssueState,
} from "../github/issues.ts";
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
  /** The state that it must get; `undefined` where it keeps its own. */
  readonly state: IssueState | undefined;
  /** A hash of its content. */
  readonly shown: string;
}

/** The hash of an issue whose content is no longer that of a digest: the next comparison finds a difference. */
export const OVERWRITTEN = "";

/** Compares the content with the existing issue: the stored one, or else the one with the marker. */
export async function compareWithIssue(
  octokit: GitHubClient,
  {
    publication,
    content,
    issues,
  }: {
    readonly publication: Publication;
    readonly content: IssueContent;
    readonly issues: KnownIssues;
  },
): Promise<Compared> {
  const { repository } = publication;
  const { known } = issues;
  const shown = hashOf(content);
  const state = stateFor(issues);
  if (known === undefined) {
    const number = await fetchIssueNumber(octokit, repository, digestMarker(keyOf(publication)));
    return { is: "different", number, issue: undefined, state, shown };
  }
  const { issueNumber: number } = known;
  const issue = await fetchIssue(octokit, repository, number);
  if (issue === undefined) return { is: "gone", known };
  const isSame = known.shown === shown && state === undefined && hashOf(issue) === known.written;
  return isSame ? { is: "same", known } : { is: "different", number, issue, state, shown };
}

/**
 * An issue is closed once there is a later one. It is opened again if it was closed for another digest, which is not
 * there any more; one that a person closed stays closed.
 */
function stateFor({ known, next }: KnownIssues): IssueState | undefined {
  if (next !== undefined) return known?.isClosed === true ? undefined : "closed";
  return known?.isClosed === true && known.shown === OVERWRITTEN ? "open" : undefined;
}

/** A hash of an issue's content. */
export function hashOf({ title, body }: IssueContent): string {
  return createHash("sha256")
    .update(JSON.stringify([title, body.trimEnd()]))
    .digest("base64url");
}
