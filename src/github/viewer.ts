import { askGraphql, BUDGET, type BudgetAnswer } from "./graphql.ts";
import type { GitHubClient } from "./octokit.ts";

const VIEWER = `query Viewer {
  ${BUDGET}
  viewer { databaseId }
}`;

interface ViewerAnswer extends BudgetAnswer {
  readonly viewer: { readonly databaseId: number | null };
}

/**
 * Fetches the id of the account that a token acts for; `undefined` where GitHub does not provide it.
 *
 * REST provides it only for a person's token. In a workflow of GitHub Actions it is the id of the Actions bot.
 */
export async function fetchViewerId(octokit: GitHubClient): Promise<number | undefined> {
  const { viewer } = await askGraphql<ViewerAnswer>(octokit, VIEWER, {});
  return viewer.databaseId ?? undefined;
}
