import { floorOf } from "../domain/metric/builders.ts";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import { withheldAmong, withheldOf } from "../domain/metric/organization-withheld.ts";
import { sealedFor } from "../domain/metric/sealed.ts";
import { shiftWeek, startOf, type Week } from "../domain/metric/week.ts";
import type { GapsShown } from "../render/digest/gaps/gaps-shown.ts";
import type { Site, SiteScope } from "../render/site/site.ts";
import type { Repository } from "../storage/repositories.ts";
import type { DigestStores } from "./compute.ts";
import type { OrganizationSubject, RepositorySubject } from "./digest-request.ts";
import type { LoadedSpan, Span } from "./load.ts";
import { type MeasuredRepository, together } from "./measure.ts";
import { loadPast, type Past } from "./past.ts";
import { openScopePages } from "./scope-pages.ts";
import { scopesIn } from "./scopes.ts";
import { loadSiteFacts, type RepositoryNote, type SiteFacts } from "./site-facts.ts";
import { loadSubject, nameOf } from "./subject.ts";

/** The subject of a site, and its weeks. */
interface SiteRequest {
  readonly subject: RepositorySubject | OrganizationSubject;
  /** The digest of the last week. */
  readonly digest: Digest;
  /** The first week that may be shown. */
  readonly first: Week;
  readonly now: Date;
  /** The address of GitHub's pages, for links. */
  readonly github: string;
  readonly notes: readonly RepositoryNote[];
  /** The gaps in the digest of an organization. */
  readonly gaps?: GapsShown | undefined;
  /** The organization of a repository, if it has a digest of its own: some figures would expose the others. */
  readonly beside?: OrganizationSubject | undefined;
}

type LoadedSubject = Awaited<ReturnType<typeof loadSubject>>;

/** A repository with its past, and the digests of its weeks so far. */
interface Part {
  readonly repository: Repository;
  readonly past: Past;
  readonly readers: LoadedSubject["readers"];
  readonly digests: Digest[];
}

/**
 * Computes the digests of all weeks of a site: of an organization, its repositories and its scopes, or of a repository.
 *
 * All have the weeks of the same time zone. A repository shows no figure that would expose another one beside the
 * organization's.
 */
export async function loadSite(stores: DigestStores, request: SiteRequest): Promise<Site> {
  const { subject, digest, first, now, beside } = request;
  const loaded = await loadSubject(stores, subject);
  const group = "owner" in subject ? loaded : beside && (await loadSubject(stores, beside));
  const { name, zone, repositories } = loaded;
  const measured = group === undefined ? repositories : withAll(group.repositories, repositories);
  const parts = await openParts(stores, measured, { first, week: digest.week, zone, now });
  const own: Digest[] = [];
  const named = await openScopePages(stores, "owner" in subject ? loaded : undefined);
  for (const week of weeksBetween(first, digest.week)) {
    const span = { week, zone, now };
    const found = await Promise.all(parts.map(({ past }) => past(week)));
    if ("owner" in subject && (week === digest.week || isMeasured(found, span)))
      own.push(week === digest.week ? digest : organizationDigest(found, loaded, span));
    if (isMeasured(found, span)) named?.add(span, found);
    await addRepositories(stores, parts, { found, span, group });
  }
  const facts = await loadSiteFacts(stores, parts, { request, zone });
  const scopes = parts.flatMap((part) => scopeOfPart(part, facts)).sort(byName);
  if ("owner" in subject)
    return {
      main: { name, digest, weeks: own, ...facts.of(undefined) },
      repositories: scopes,
      scopes: named?.pages(facts) ?? [],
    };
  const earlier = parts.find(({ repository }) => repository.id === subject.repository.id)?.digests ?? [];
  const weeks = [...earlier.filter(({ week }) => week < digest.week), digest];
  return { main: { name, digest, weeks, ...facts.of(subject.repository) }, repositories: [] };
}

/** The repositories of a group, and those that are not in it. */
function withAll(group: readonly Repository[], others: readonly Repository[]): readonly Repository[] {
  const ids = new Set(group.map(({ id }) => id));
  return [...group, ...others.filter(({ id }) => !ids.has(id))];
}

async function openParts(
  stores: DigestStores,
  repositories: readonly Repository[],
  loaded: LoadedSpan,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const repository of repositories) {
    const { readers } = await loadSubject(stores, { repository });
    parts.push({ repository, past: await loadPast(stores, repository, loaded), readers, digests: [] });
  }
  return parts;
}

function organizationDigest(found: readonly MeasuredRepository[], of: LoadedSubject, span: Span): Digest {
  const { measured, warnings } = together(found);
  return digestWeek(measured, {
    ...of.readers,
    scope: of.name,
    scopes: scopesIn(of, span),
    ...span,
    warnings,
  });
}

/** Adds a week's digest of each repository, without the figures that would expose others. */
async function addRepositories(
  stores: DigestStores,
  parts: readonly Part[],
  of: {
    readonly found: readonly MeasuredRepository[];
    readonly span: Span;
    readonly group: LoadedSubject | undefined;
  },
): Promise<void> {
  const { found, span, group } = of;
  const withheld = group && withheldIn(found, group, span);
  for (const [index, { repository, readers, digests }] of parts.entries()) {
    const each = found[index];
    if (each === undefined || !isMeasured([each], span)) continue;
    const { measured, warnings } = each;
    const scope = nameOf(repository);
    const limits = withheld === undefined ? readers : { ...readers, ...withheldOf(withheld, scope) };
    const sealed = await stores.seals.find(repository.id, span.week);
    digests.push(
      sealed === undefined
        ? digestWeek([measured], { ...limits, scope, ...span, warnings })
        : { ...sealedFor(sealed, limits), scope },
    );
  }
}

function withheldIn(found: readonly MeasuredRepository[], group: LoadedSubject, { week }: Span) {
  const names = new Set(group.repositories.map(nameOf));
  const { readers, zone } = group;
  return withheldAmong(
    found.map(({ measured }) => measured).filter(({ repository }) => names.has(repository)),
    { week, zone, floor: floorOf(readers), isStrict: readers.isStrict },
  );
}

/** Whether anything was measured when a week ended. */
function isMeasured(found: readonly MeasuredRepository[], { week, zone }: Span): boolean {
  const end = startOf(shiftWeek(week, 1), zone);
  return found.some(({ measured: { measuredSince } }) => measuredSince !== undefined && measuredSince < end);
}

function scopeOfPart({ repository, digests }: Part, facts: SiteFacts): SiteScope[] {
  const digest = digests.at(-1);
  if (digest === undefined) return [];
  return [{ name: nameOf(repository), digest, weeks: digests, ...facts.of(repository) }];
}

function byName(a: SiteScope, b: SiteScope): number {
  return a.name < b.name ? -1 : 1;
}

function weeksBetween(first: Week, last: Week): Week[] {
  const weeks = [last];
  while ((weeks[0] ?? first) > first) weeks.unshift(shiftWeek(weeks[0] ?? first, -1));
  return weeks;
}
