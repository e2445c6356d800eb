import { LONGEST_NOTE } from "../domain/attribution/git-ai-note.ts";
import { askGraphql, BUDGET, budgetOf, type ToldBudget } from "./graphql.ts";
import { type GitHubClient, type RepositoryAddress, undefinedOn } from "./octokit.ts";
import type { RequestBudget } from "./request-budget.ts";

/** Whether a repository has notes of git-ai at all. */
export async function hasNotes(octokit: GitHubClient, { owner, name }: RepositoryAddress): Promise<boolean> {
  const asked = octokit.rest.git.getRef({ owner, repo: name, ref: "notes/ai" });
  // Of an empty repository GitHub says that it is in conflict.
  return (await asked.catch(undefinedOn(404, 409))) !== undefined;
}

/** The notes of some commits. */
export interface Notes {
  /** By the commit; `undefined` for one that has none that can be read. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly budget: RequestBudget | undefined;
}

interface QueriedNotes extends ToldBudget {
  readonly repository: Readonly<
    Record<string, { readonly text?: string | null; readonly isTruncated?: boolean } | null>
  > | null;
}

/**
 * Reads the notes of git-ai of some commits in one query; it costs one point, however many there are.
 *
 * A note is a file that is named by its commit, and its folders depend on who wrote it: git-ai has one level of them, git
 * itself none, one or more by how many notes there are. Throws as `askGraphql` does.
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

/** Where the note of a commit may stand; git-ai's own place first. */
function placesOf(sha: string): string[] {
  const [first, second, rest] = [sha.slice(0, 2), sha.slice(2, 4), sha.slice(4)];
  return rest === "" ? [sha] : [`${first}/${second}${rest}`, sha, `${first}/${second}/${rest}`];
}
