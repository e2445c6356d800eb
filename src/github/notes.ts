import { LONGEST_NOTE } from "../domain/attribution/git-ai-note.ts";
import { askGraphql, BUDGET, type BudgetAnswer, budgetOf } from "./graphql.ts";
import { type GitHubClient, type RepositoryAddress, undefinedOn } from "./octokit.ts";
import type { RequestBudget } from "./request-budget.ts";

/** Fetches whether a repository has notes of git-ai. */
export async function fetchHasNotes(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<boolean> {
  const request = octokit.rest.git.getRef({ owner, repo: name, ref: "notes/ai" });
  // For an empty repository GitHub answers 409.
  return (await request.catch(undefinedOn(404, 409))) !== undefined;
}

/** The notes of some commits. */
export interface Notes {
  /** By the commit; `undefined` for a commit without a readable note. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly budget: RequestBudget | undefined;
}

interface QueriedNotes extends BudgetAnswer {
  readonly repository: Readonly<
    Record<string, { readonly text?: string | null; readonly isTruncated?: boolean } | null>
  > | null;
}

/**
 * Fetches the git-ai notes of some commits in one query, which costs one point for any number of them.
 *
 * A note is a file named after its commit. Its folders depend on its writer: git-ai has one level of them; git has
 * none, one or more, depending on the number of notes. Throws as `askGraphql` does.
 */
export async function fetchNotes(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  shas: readonly string[],
): Promise<Notes> {
  const answer = await askGraphql<QueriedNotes>(octokit, queryOf(shas), { owner, name });
  const texts = shas.map((sha, index) => {
    const found = placesOf(sha)
      .map((_, place) => answer.repository?.[aliasOf(index, place)])
      .find((object) => object?.text && !object.isTruncated && object.text.length <= LONGEST_NOTE);
    return [sha, found?.text ?? undefined] as const;
  });
  return { texts: new Map(texts), budget: budgetOf(answer) };
}

function queryOf(shas: readonly string[]): string {
  const objects = shas.flatMap((sha, index) =>
    placesOf(sha).map((path, place) => {
      const expression = JSON.stringify(`refs/notes/ai:${path}`);
      return `${aliasOf(index, place)}: object(expression: ${expression}) { ...note }`;
    }),
  );
  return `query Notes($owner: String!, $name: String!) {
  ${BUDGET}
  repository(owner: $owner, name: $name) {
    ${objects.join("\n    ")}
  }
}
fragment note on GitObject { ... on Blob { text isTruncated } }`;
}

const aliasOf = (index: number, place: number) => `n${index}_${place}`;

/** The possible paths of a commit's note; git-ai's own first. */
function placesOf(sha: string): string[] {
  const [first, second, rest] = [sha.slice(0, 2), sha.slice(2, 4), sha.slice(4)];
  return rest === "" ? [sha] : [`${first}/${second}${rest}`, sha, `${first}/${second}/${rest}`];
}
