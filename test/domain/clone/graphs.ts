import { createAttributor } from "../../../src/domain/attribution/attribution.ts";
import { DEFAULT_ATTRIBUTION } from "../../../src/domain/attribution/attribution-rules.ts";
import { type CloneSource, workOf } from "../../../src/domain/clone/clone-changes.ts";
import { type SourceCommit, toCloneCommit } from "../../../src/domain/clone/clone-commit.ts";
import { createPersonReader } from "../../../src/domain/clone/people.ts";
import { isEffectiveFile } from "../../../src/domain/shipping/effective.ts";

const SETTINGS = {
  attribute: createAttributor(DEFAULT_ATTRIBUTION),
  services: [],
  isEffective: (path: string) => isEffectiveFile(path),
  personOf: createPersonReader({ agents: [], bots: [] }),
};
export const GITHUB = { name: "GitHub", email: "noreply@github.com" };
export const ADA = { name: "Ada Example", email: "ada@mail.example" };
export const BO = { name: "Bo Example", email: "bo@mail.example" };
const START = Date.parse("2026-06-01T09:00:00Z");

/** A commit, as far as it differs from all others. */
export type Draft = Partial<SourceCommit> & { readonly by?: typeof ADA; readonly minute?: number };

/** A graph of commits by their names, each a minute after the one before unless told. */
export function graphOf(drafts: Readonly<Record<string, Draft>>): CloneSource["graph"] {
  return new Map(
    Object.entries(drafts).map(([sha, { by = ADA, minute, ...rest }], index) => {
      const commit = {
        ...{ sha, parents: [], tree: `tree ${sha}`, message: `feat: ${sha}`, files: ["src/main.ts"] },
        ...{ author: by, mappedAuthor: by, committer: GITHUB },
        ...{ committedAt: new Date(START + (minute ?? index) * 60_000) },
        ...rest,
      };
      return [sha, toCloneCommit(commit, SETTINGS)];
    }),
  );
}

/** The changes of the graph whose last commit is the head. */
export function changes(drafts: Readonly<Record<string, Draft>>, rest: Partial<CloneSource> = {}) {
  const graph = graphOf(drafts);
  const head = [...graph.keys()].at(-1) ?? "";
  return workOf({ graph, head, others: [], edge: new Set(), ...rest }).changes;
}

/** The same, each with its commits. */
export function told(drafts: Readonly<Record<string, Draft>>, rest: Partial<CloneSource> = {}) {
  return changes(drafts, rest).map(({ id, commits }) => `${id}: ${commits.join(" ")}`);
}
