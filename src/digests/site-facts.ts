import { shiftWeek, startOf, type Week } from "../domain/metric/week.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { RuleChange } from "../render/digest/warnings/rule-changes.ts";
import type { SiteScope } from "../render/site/site.ts";
import { toolNames } from "../render/tool-names.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { ruleChangesIn } from "./rule-changes.ts";
import { nameOf } from "./subject.ts";

/** What a page shows beside the digests. */
type PageFacts = Omit<SiteScope, "name" | "digest" | "weeks">;

/** What the pages of a site show beside the digests. */
export interface SiteFacts {
  /** What a repository's page shows, or the organization's. */
  of(repository: Repository | undefined): PageFacts;
}

/** What could not be read of a repository: a sentence of Markdown. */
export interface RepositoryNote {
  /** `owner/name`. */
  readonly repository: string;
  readonly text: string;
}

/** The weeks, and what all pages have in common. */
interface Asked {
  readonly request: Pick<PageFacts, "gaps"> & {
    readonly notes: readonly RepositoryNote[];
    readonly first: Week;
    readonly digest: { readonly week: Week };
    readonly github: string;
  };
  readonly zone: string;
}

/** Loads what the pages of a site show beside the digests: the changes of rules, and the names of in-house tools. */
export async function loadSiteFacts(
  { rules, histories }: Pick<Stores, "rules" | "histories">,
  repositories: readonly { readonly repository: Repository }[],
  { request: { first, digest, github, notes, gaps }, zone }: Asked,
): Promise<SiteFacts> {
  const [start, end] = [startOf(first, zone), startOf(shiftWeek(digest.week, 1), zone)];
  const isIn = (at: Date) => at >= start && at < end;
  const nothing = { rules: [], choices: [], definitions: [], keyChanges: [] };
  const everywhere = ruleChangesIn(
    {
      ...nothing,
      definitions: await histories.listDefinitionChanges(),
      keyChanges: await histories.listKeyChanges(),
    },
    isIn,
  );
  const own = new Map<
    number,
    { readonly rules: readonly StoredRules[]; readonly changes: readonly RuleChange[] }
  >();
  for (const { repository } of repositories) {
    const listed = await rules.list(repository.id);
    const choices = await histories.listChoices(repository.id);
    const changes = ruleChangesIn({ ...nothing, rules: listed, choices }, isIn);
    own.set(repository.id, { rules: listed, changes });
  }
  const named = repositories.flatMap(({ repository }) =>
    (own.get(repository.id)?.changes ?? []).map((change) => ({ ...change, repository: nameOf(repository) })),
  );
  const all = [...own.values()].flatMap((each) => each.rules.at(-1)?.agents ?? []);
  return {
    of(repository) {
      const found = repository && own.get(repository.id);
      return {
        zone,
        github,
        notes: textsFor(repository, notes),
        gaps: repository === undefined ? gaps : undefined,
        names: toolNames(repository === undefined ? all : (found?.rules.at(-1)?.agents ?? [])),
        ruleChanges: [...everywhere, ...(repository === undefined ? named : (found?.changes ?? []))].sort(
          (a, b) => a.at.getTime() - b.at.getTime(),
        ),
      };
    },
  };
}

/** The texts of the notes on a repository, or of all. */
function textsFor(repository: Repository | undefined, notes: readonly RepositoryNote[]): string[] {
  const own = notes.filter((note) => repository === undefined || note.repository === nameOf(repository));
  return own.map(({ text }) => text);
}
