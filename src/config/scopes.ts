import { z } from "zod";
import type { ScopeDeclaration } from "../domain/scopes/named-scopes.ts";
import { checked, MOST_ENTRIES, scopeName } from "./checks.ts";

const MOST_REPOSITORIES = 1_000;

/** The name of a repository, without its owner. */
const repositoryName = checked(z.string().trim(), (text) =>
  /^(?!\.\.?$)[\w.-]{1,100}$/.test(text)
    ? undefined
    : 'not the name of a repository without its owner, such as "shop"',
);

const scope = z.strictObject({
  repositories: z
    .array(repositoryName)
    .min(1)
    .max(MOST_REPOSITORIES)
    .describe("The names of its repositories, without the owner; a repository may be in several scopes"),
});

/** The named parts of an organization. */
export const scopes = z
  .record(scopeName, scope)
  .refine((all) => Object.keys(all).length <= MOST_ENTRIES, `more than ${MOST_ENTRIES} scopes`)
  .default({})
  .describe(
    "Parts of the organization by name, such as teams, which its digest shows: at most 100. A file with so many has room for 600 repositories in lines of their own, or 900 in lists like `[shop, api]`. Read only from the config of the owner's `.github` repository",
  );

/** Converts the scopes of a config to a list. */
export function toScopes(all: z.infer<typeof scopes>): readonly ScopeDeclaration[] {
  return Object.entries(all).map(([name, { repositories }]) => ({ name, repositories }));
}
