import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { attributeCommit } from "../domain/attribution/attribution.ts";
import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import { namedPulls } from "../domain/shipping/named-pulls.ts";
import { statementsOf } from "../domain/shipping/statements.ts";
import type { GitHubClient } from "./octokit.ts";

/** A commit as GitHub tells it, attributed; its message is not kept. */
export interface ComparedCommit extends AttributedCommit {
  readonly parents: readonly string[];
  readonly tree: string;
  /** What it says it reverts and repeats, by their names. */
  readonly reverts: readonly string[];
  readonly repeats: readonly string[];
  /** The pull requests that it says it lands: `#12` or `owner/name#12`. */
  readonly names: readonly string[];
  readonly agentsVersion: string;
}

type Person = { readonly name?: string | null; readonly email?: string | null } | null | undefined;

/** A commit as both of GitHub's APIs tell it. */
interface ToldCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

/** Attributes a commit by the table of agents, and by the rules of its repository. */
export function toComparedCommit(told: ToldCommit, rules: AttributionRules): ComparedCommit {
  const { sha, parents, tree, message } = told;
  const text = { message, author: identity(told.author), committer: identity(told.committer) };
  const { evidence, hints, ...attributed } = attributeCommit(text, rules);
  const { reverts, repeats } = statementsOf(message);
  return {
    sha,
    parents,
    tree,
    ...attributed,
    // What quotes the commit goes no further.
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

/** Reads a commit as each of GitHub's lists tells it, and attributes it. */
export function toCommit({ sha, parents, commit }: GitHubCommit, rules: AttributionRules): ComparedCommit {
  const { message, tree, author, committer } = commit;
  const found = { sha, message, tree: tree.sha, parents: parents.map((parent) => parent.sha) };
  return toComparedCommit({ ...found, author, committer }, rules);
}
