import type { GitHubEnv } from "./env.ts";

/** Where the server explains what it counts. */
const DEFINITION_PATH = "/docs/metric";

/** The address of that page for people; `undefined` when it is not known where they reach the server. */
export function definitionUrlOf({ PUBLIC_URL }: Pick<GitHubEnv, "PUBLIC_URL">): string | undefined {
  return PUBLIC_URL === undefined ? undefined : `${PUBLIC_URL}${DEFINITION_PATH}`;
}
