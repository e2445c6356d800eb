import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { attributeCommit } from "../domain/attribution/attribution.ts";
import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import { namedPulls } from "../domain/shipping/named-pulls.ts";
import { statementsOf } from "../domain/shipping/statements.ts";
import type { GitHubClient } from "./octokit.ts";

/** A commit of GitHub with its attribution; its message is not kept. */
export interface ComparedCommit extends AttributedCommit {
  readonly parents: readonly string[];
  readonly tree: string;
  /** The names of the changes that it says it reverts and repeats. */
  readonly reverts: readonly string[];
  readonly repeats: readonly string[];
  /** The pull requests that it says it lands: `#12` or `owner/name#12`. */
  readonly names: readonly string[];
  readonly agentsVersion: string;
}

type Person = { readonly name?: string | null; readonly email?: string | null } | null | undefined;

/** A commit with the fields that both of GitHub's APIs have. */
interface AnyCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

/** Attributes a commit by the table of agents, and by the rules of its repository. */
export function toComparedCommit(commit: AnyCommit, rules: AttributionRules): ComparedCommit {
  const { sha, parents, tree, message } = commit;
  const text = { message, author: identity(commit.author), committer: identity(commit.committer) };
  const { evidence, hints, ...attributed } = attributeCommit(text, rules);
  const { reverts, repeats } = statementsOf(message);
  return {
    sha,
    parents,
    tree,
    ...attributed,
    // The quoted text of the commit goes no further.
    evidence: evidence.map(({ text: _, ...kept }) => kept),
    hints: hints.map(({ text: _, ...kept }) => kept),
    reverts,
    repeats,
    names: namedPulls(message),
    agentsVersion: AGENTS_VERSION,
  };
}

function identity(person: Person): { readonly name: string; readonly email: string } {
  return { name: person?.name ?? "", email: person?.email ?? "" };
}

type GitHubCommit = Awaited<
  ReturnType<GitHubClient["rest"]["repos"]["compareCommitsWithBasehead"]>
>["data"]["commits"][number];

/** Reads a commit from any of GitHub's lists, and attributes it. */
export function toCommit({ sha, parents, commit }: GitHubCommit, rules: AttributionRules): ComparedCommit {
  const { message, tree, author, committer } = commit;
  const found = { sha, message, tree: tree.sha, parents: parents.map((parent) => parent.sha) };
  return toComparedCommit({ ...found, author, committer }, rules);
}
