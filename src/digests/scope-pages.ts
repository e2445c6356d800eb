import type { Digest } from "../domain/metric/digest.ts";
import { nameOfScope } from "../domain/metric/scope.ts";
import type { SiteScope } from "../render/site/site.ts";
import type { Stores } from "../storage/stores.ts";
import type { Span } from "./load.ts";
import type { MeasuredRepository } from "./measure.ts";
import { openScopeDigests } from "./scope-digest.ts";
import type { SiteFacts } from "./site-facts.ts";
import type { loadSubject } from "./subject.ts";

/** The digests of an organization's scopes in the weeks of a site. */
interface ScopePages {
  /** Adds the digests of a week; none of a scope that is withheld in it. */
  add(span: Span, found: readonly MeasuredRepository[]): void;
  /** The pages of the scopes of the last week that have a digest, by name. */
  pages(facts: SiteFacts): readonly SiteScope[];
}

/** Opens the pages of an organization's scopes; `undefined` for a repository. */
export async function openScopePages(
  stores: Pick<Stores, "codeOwners">,
  subject: Awaited<ReturnType<typeof loadSubject>> | undefined,
): Promise<ScopePages | undefined> {
  if (subject === undefined || subject.scopes.length === 0) return undefined;
  const digests = await openScopeDigests(stores, subject);
  const weeks = new Map<string, Digest[]>();
  let last: readonly string[] = [];
  return {
    add(span, found) {
      last = digests.namesIn(span);
      for (const name of last) {
        const result = digests.of(name, span, found);
        if (!("digest" in result)) continue;
        const own = weeks.get(name) ?? [];
        weeks.set(name, own);
        own.push(result.digest);
      }
    },
    pages: (facts) =>
      last.flatMap((name): SiteScope[] => {
        const own = weeks.get(name) ?? [];
        const digest = own.at(-1);
        if (digest === undefined) return [];
        const { gaps: _, ruleChanges, ...rest } = facts.of(undefined);
        const common = ruleChanges.filter(({ repository }) => repository === undefined);
        return [{ ...rest, name: nameOfScope(subject.name, name), digest, weeks: own, ruleChanges: common }];
      }),
  };
}
