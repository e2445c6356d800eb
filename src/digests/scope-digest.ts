import { isDeepStrictEqual } from "node:util";
import { floorOf } from "../domain/metric/builders.ts";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { nameOfScope, scopeOf } from "../domain/metric/scope.ts";
import { partOfScope, type ScopesOfWeek, scopesOfWeek, weeksAround } from "../domain/metric/scope-part.ts";
import { MOST_LATER } from "../domain/metric/scope-weeks.ts";
import { type Week, weekOf } from "../domain/metric/week.ts";
import { type DatedOwners, linesAbout } from "../domain/scopes/codeowners.ts";
import type { Stores } from "../storage/stores.ts";
import type { DigestStores } from "./compute.ts";
import type { OrganizationSubject } from "./digest-request.ts";
import type { Span } from "./load.ts";
import { type MeasuredRepository, measureAll, together } from "./measure.ts";
import { scopesIn } from "./scopes.ts";
import { loadSubject, nameOf } from "./subject.ts";

type LoadedSubject = Awaited<ReturnType<typeof loadSubject>>;

/** The digest of a scope, or why there is none. */
type ScopeDigest =
  | { readonly digest: Digest }
  /** The names of the scopes of that week, of which it is none. */
  | { readonly known: readonly string[] }
  /** Too few builders shipped in it, or in what it leaves. */
  | { readonly isWithheld: true };

/** The scopes of an organization, in digests of their own. */
interface ScopeDigests {
  /** The names of the scopes of a week. */
  namesIn(span: Span): readonly string[];
  /** The digest of a scope's week, from the organization's input of that week. */
  of(name: string, span: Span, found: readonly MeasuredRepository[]): ScopeDigest;
}

/** Computes the digest of one week of a scope of an organization from stored facts. */
export async function computeScopeDigest(
  stores: DigestStores,
  request: OrganizationSubject & { readonly week: Week; readonly now: Date; readonly scope: string },
): Promise<ScopeDigest> {
  const subject = await loadSubject(stores, request);
  const span = { week: request.week, zone: subject.zone, now: request.now };
  const found = await measureAll(stores, subject.repositories, span);
  const digests = await openScopeDigests(stores, subject);
  return digests.of(request.scope, span, found);
}

/** Loads what decides about the scopes of an organization. Of each week it is found out once. */
export async function openScopeDigests(
  { codeOwners }: Pick<Stores, "codeOwners">,
  subject: LoadedSubject,
): Promise<ScopeDigests> {
  const ownersOf = new Map<string, readonly DatedOwners[]>();
  for (const each of subject.repositories) ownersOf.set(nameOf(each), await codeOwners.list(each.id));
  const known = new Map<string, ScopesOfWeek>();
  const { readers } = subject;
  const shown = (week: Week, { zone }: Span, measured: readonly Measured[]) => {
    const said = { ...readers, floor: floorOf(readers), zone, hasTools: true };
    const scopes = scopesIn(subject, { week, zone });
    const whole = scopeOf(measured, subject.name);
    // The digest of a later week may leave out other repositories: those that ship by merging then.
    const key = [week, ...whole.repositories.map(({ repository }) => repository)].join(" ");
    const found = known.get(key) ?? scopesOfWeek(whole, week, { ...said, scopes });
    known.set(key, found);
    return found;
  };
  return {
    namesIn: (span) => scopesIn(subject, span).map(({ name }) => name),
    of(name, span, found) {
      const { measured } = together(found);
      const last = weekOf(span.now, span.zone);
      const all = weeksAround(span.week, MOST_LATER).filter((week) => week <= last || week === span.week);
      const weeks = new Map(all.map((week) => [week, shown(week, span, measured)]));
      const part = partOfScope(measured, name, { week: span.week, weeks });
      if (part === undefined) return { known: scopesIn(subject, span).map((each) => each.name) };
      if (part.hiddenWeeks.has(span.week)) return { isWithheld: true };
      const lined = part.measured.map((each) => {
        const lines = linesOf(subject, name, ownersOf.get(each.repository) ?? []);
        return { ...each, lines: [...each.lines, ...lines] };
      });
      const { hiddenWeeks, hidesBuilders, isPartial } = part;
      const scope = nameOfScope(subject.name, name);
      const own = new Set(part.measured.map(({ repository }) => repository));
      const { warnings } = together(found.filter((each) => own.has(each.measured.repository)));
      const query = { ...readers, ...span, scope, hiddenWeeks, hidesBuilders, hidesPulls: true, warnings };
      const digest = digestWeek(lined, query);
      return { digest: isPartial ? whatCounts(digest) : digest };
    },
  };
}

/**
 * The digest of a part of repositories, without what may be about few people: the total of a repository's part, the
 * reason for its zero, and what was undone.
 */
function whatCounts({ beside, ...digest }: Digest): Digest {
  const undone = { ...beside.undone, bands: null };
  const rollbacks = { ...beside.rollbacks, changes: 0 };
  const bare = { repositories: [], zeros: [], undone: null, comparison: undefined };
  return { ...digest, ...bare, beside: { ...beside, undone, rollbacks } };
}

/** The times at which the rules of a scope changed, and those of its teams in a repository's `CODEOWNERS`. */
function linesOf(
  { scopes }: Pick<LoadedSubject, "scopes">,
  name: string,
  owners: readonly DatedOwners[],
): readonly Date[] {
  const said = scopes.map(({ since, scopes: all }) => {
    const scope = all.find((each) => each.name === name);
    // A repository that gets its id is the same one.
    return { since, said: scope && { ...scope, repositories: scope.repositories.map((each) => each.name) } };
  });
  const teams = new Set(said.flatMap(({ said: scope }) => scope?.codeowners ?? []));
  const owned = owners.map(({ since, lines }) => ({ since, said: linesAbout(lines, teams) }));
  return [said, owned].flatMap((all) =>
    all.flatMap(({ since, said: now }, place) => {
      const before: { readonly said?: object | undefined } | undefined = all[place - 1];
      return before?.said === undefined || isDeepStrictEqual(before.said, now) ? [] : [since];
    }),
  );
}
