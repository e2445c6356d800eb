import { z } from "zod";
import type { ScopeDeclaration } from "../domain/scopes/named-scopes.ts";
import { checked, globs, MOST_ENTRIES, scopeName } from "./checks.ts";

const MOST_REPOSITORIES = 1_000;
const LONGEST_SERVICE = 60;

/** The name of a repository, without its owner. */
const repositoryName = checked(z.string().trim(), (text) =>
  /^(?!\.\.?$)[\w.-]{1,100}$/.test(text)
    ? undefined
    : 'not the name of a repository without its owner, such as "shop"',
);

/** A team of GitHub's, in lower case. A person's handle is refused: a scope is about no single person. */
const team = checked(z.string().trim().toLowerCase(), (text) => {
  if (/^@[a-z\d][a-z\d_-]{0,99}\/[\w.-]{1,100}$/.test(text)) return undefined;
  return text.includes("/")
    ? 'not a team, such as "@acme/payments"'
    : 'not a team, such as "@acme/payments": a scope cannot be what one person owns';
});

const scope = z
  .strictObject({
    repositories: z
      .array(repositoryName)
      .min(1)
      .max(MOST_REPOSITORIES)
      .optional()
      .describe(
        "The names of its repositories, without the owner; a repository may be in several scopes. Without this key: all, of which one of the next three keys takes a part",
      ),
    paths: globs
      .min(1)
      .optional()
      .describe("Globs of files: only changes of a file that counts and that one of them covers are in it"),
    services: z
      .array(z.string().trim().min(1).max(LONGEST_SERVICE))
      .min(1)
      .max(MOST_ENTRIES)
      .optional()
      .describe("Names of `services` in the configs of its repositories: their changes are in it, too"),
    codeowners: z
      .array(team)
      .min(1)
      .max(MOST_ENTRIES)
      .optional()
      .describe(
        "Teams such as `@acme/payments`: changes of a file that counts and that `CODEOWNERS` gives to one of them are in it, too",
      ),
  })
  .refine(
    (said) => Object.values(said).some((each) => each !== undefined),
    "says nothing: it needs `repositories`, `paths`, `services` or `codeowners`",
  );

/** The named parts of an organization. */
export const scopes = z
  .record(scopeName, scope)
  .refine((all) => Object.keys(all).length <= MOST_ENTRIES, `more than ${MOST_ENTRIES} scopes`)
  .default({})
  .describe(
    "Parts of the organization by name, such as teams, each with a digest: at most 100. A file with so many has room for 600 repositories in lines of their own, or 900 in lists like `[shop, api]`. Read only from the config of the owner's `.github` repository",
  );

/** Converts the scopes of a config to a list. */
export function toScopes(all: z.infer<typeof scopes>): readonly ScopeDeclaration[] {
  return Object.entries(all).map(([name, { repositories = [], paths, services, codeowners }]) => ({
    name,
    repositories,
    ...(paths && { paths }),
    ...(services && { services }),
    ...(codeowners && { codeowners }),
  }));
}
