import type { CommitAttribution } from "../attribution/attribution.ts";
import type { AttributedCommit } from "../attribution/change-attribution.ts";
import type { CommitText, Identity } from "../attribution/commit-text.ts";
import { copyText } from "../copy-text.ts";
import { landedPull } from "../shipping/named-pulls.ts";
import { type Service, servicesOf } from "../shipping/rules.ts";
import { type Statements, statementsOf } from "../shipping/statements.ts";
import { isGitHub, keyIn, type People, type PersonReader } from "./people.ts";
import { mergedTitle, pullRequestOf } from "./pull-requests.ts";

/** A commit of a clone, with its parents and files. */
export interface SourceCommit extends CommitText {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  /** The commit time, by the clock of the committer. */
  readonly committedAt: Date;
  /** Its author, renamed by the repository's `.mailmap`. */
  readonly mappedAuthor: Identity;
  /** The paths that it changes; of a merge commit, against its first parent. */
  readonly files: readonly string[];
}

/** The facts about a commit that are kept: no text, and only keys of people. */
export interface CloneCommit extends AttributedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly at: Date;
  /** The author and the committer, where they are people. */
  readonly author: string | undefined;
  readonly committer: string | undefined;
  /** Whether GitHub itself committed it. */
  readonly isByGitHub: boolean;
  readonly isEffective: boolean;
  readonly services: readonly string[];
  /** The pull request that it merged. */
  readonly pull: string | undefined;
  /** The pull request that it says it lands, where its subject names none. */
  readonly landed: string | undefined;
  readonly subject: string;
  /** The title of the pull request that it merged, where that is not its subject. */
  readonly title: string | undefined;
  /** Its statements about other changes. */
  readonly says: Statements;
}

/** The settings for reading commits. */
interface CommitSettings {
  readonly attribute: (commit: CommitText) => CommitAttribution;
  readonly isEffective: (path: string) => boolean;
  readonly services: readonly Service[];
  readonly personOf: PersonReader;
}

/** One list for all commits, since most have nothing to list. */
const NONE: readonly never[] = [];
/** GitHub's titles have up to 256 characters; a squash adds the number. */
const LONGEST_SUBJECT = 300;

/** Reads a commit, and keeps only the facts above. */
export function toCloneCommit(
  commit: SourceCommit,
  { attribute, isEffective, services, personOf }: CommitSettings,
): CloneCommit {
  const { message } = commit;
  const subject = copyText(message.slice(0, LONGEST_SUBJECT).split("\n", 1)[0] ?? "");
  const title = mergedTitle(subject, message);
  const { attribution, tools, evidence, hints } = attribute(commit);
  return {
    sha: copyText(commit.sha),
    parents: commit.parents.map(copyText),
    tree: copyText(commit.tree),
    at: commit.committedAt,
    author: personOf(commit.mappedAuthor, subject),
    committer: personOf(commit.committer, subject),
    isByGitHub: isGitHub(commit.committer),
    attribution,
    tools: orNone(tools),
    evidence: orNone(evidence.map(withoutText)),
    hints: orNone(hints.map(withoutText)),
    isEffective: commit.files.some(isEffective),
    services: orNone(servicesOf(commit.files, { services })),
    pull: pullRequestOf(subject, message),
    landed: landedPull(message),
    subject,
    title: title && copyText(title.slice(0, LONGEST_SUBJECT)),
    says: kept(statementsOf(message)),
  };
}

/** A commit with the keys that hold after all commits were read. */
export function withCommonKeys(commit: CloneCommit, people: People): CloneCommit {
  const [author, committer] = [commit.author, commit.committer].map((key) => key && keyIn(people, key));
  return author === commit.author && committer === commit.committer
    ? commit
    : { ...commit, author, committer };
}

function orNone<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? NONE : items;
}

/** The text quotes the message. */
function withoutText<Item extends { readonly text: string }>({ text: _, ...item }: Item): Omit<Item, "text"> {
  return item;
}

function kept(says: Statements): Statements {
  const { reverts, repeats, subject } = says;
  if (reverts.length + repeats.length === 0 && subject === undefined) return says;
  return {
    reverts: reverts.map(copyText),
    repeats: repeats.map(copyText),
    subject: subject && { ...subject, text: copyText(subject.text) },
  };
}
