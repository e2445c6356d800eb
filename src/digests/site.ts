import { floorOf } from "../domain/metric/builders.ts";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { withheldAmong, withheldOf } from "../domain/metric/organization-withheld.ts";
import { sealedFor } from "../domain/metric/sealed.ts";
import { shift, startOf, type Week } from "../domain/metric/week.ts";
import type { Site, SiteScope } from "../render/site/site.ts";
import type { Repository } from "../storage/repositories.ts";
import type { DigestStores } from "./compute.ts";
import type { OrganizationSubject, RepositorySubject } from "./digest-request.ts";
import type { Span } from "./load.ts";
import { measureRepository } from "./measure.ts";
import { loadSubject, nameOf } from "./subject.ts";

/** The subject of a site, and its weeks. */
interface SiteRequest {
  readonly subject: RepositorySubject | OrganizationSubject;
  /** The digest of the last week. */
  readonly digest: Digest;
  /** The first week that may be shown. */
  readonly first: Week;
  readonly now: Date;
}

type LoadedSubject = Awaited<ReturnType<typeof loadSubject>>;

/** A repository of a site, with the limits for its readers. */
interface SiteRepository {
  readonly repository: Repository;
  readonly readers: LoadedSubject["readers"];
  readonly digests: Digest[];
}

/** Computes the digests of all weeks of a site, of an organization and of each of its repositories. */
export async function loadSite(stores: DigestStores, request: SiteRequest): Promise<Site> {
  const { subject, digest, first, now } = request;
  const { name, repositories, zone, readers } = await loadSubject(stores, subject);
  const parts = await Promise.all(
    repositories.map(async (repository): Promise<SiteRepository> => {
      return { repository, readers: (await loadSubject(stores, { repository })).readers, digests: [] };
    }),
  );
  const own: Digest[] = [];
  for (const week of weeksBetween(first, digest.week)) {
    const span = { week, zone, now };
    const found = await measureParts(stores, parts, span);
    const measured = found.map((each) => each.measured);
    if (!isMeasured(measured, span) && week !== digest.week) continue;
    const warnings = [...new Set(found.flatMap((each) => each.warnings))];
    own.push(
      week === digest.week ? digest : digestWeek(measured, { ...readers, scope: name, ...span, warnings }),
    );
    if ("owner" in subject) await addRepositories(stores, parts, { found, span, readers });
  }
  return { main: { name, digest, weeks: own }, repositories: parts.flatMap(scopeOfPart).sort(byName) };
}

type Found = Awaited<ReturnType<typeof measureRepository>>;

async function measureParts(
  stores: DigestStores,
  parts: readonly SiteRepository[],
  span: Span,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { repository } of parts) found.push(await measureRepository(stores, repository, span));
  return found;
}

/** Adds a week's digest of each repository, without the figures that would expose others. */
async function addRepositories(
  stores: DigestStores,
  parts: readonly SiteRepository[],
  of: { readonly found: readonly Found[]; readonly span: Span; readonly readers: LoadedSubject["readers"] },
): Promise<void> {
  const { found, span, readers } = of;
  const rules = { week: span.week, zone: span.zone, floor: floorOf(readers), isStrict: readers.isStrict };
  const withheld = withheldAmong(
    found.map(({ measured }) => measured),
    rules,
  );
  for (const [index, { repository, readers, digests }] of parts.entries()) {
    const each = found[index];
    if (each === undefined || !isMeasured([each.measured], span)) continue;
    const scope = nameOf(repository);
    const limits = { ...readers, ...withheldOf(withheld, scope) };
    const sealed = await stores.seals.find(repository.id, span.week);
    digests.push(
      sealed === undefined
        ? digestWeek([each.measured], { ...limits, scope, ...span, warnings: each.warnings })
        : { ...sealedFor(sealed, limits), scope },
    );
  }
}

/** Whether anything was measured when a week ended. */
function isMeasured(measured: readonly Measured[], { week, zone }: Span): boolean {
  const end = startOf(shift(week, 1), zone);
  return measured.some(({ measuredSince }) => measuredSince !== undefined && measuredSince < end);
}

function scopeOfPart({ repository, digests }: SiteRepository): SiteScope[] {
  const digest = digests.at(-1);
  return digest === undefined ? [] : [{ name: nameOf(repository), digest, weeks: digests }];
}

function byName(a: SiteScope, b: SiteScope): number {
  return a.name < b.name ? -1 : 1;
}

function weeksBetween(first: Week, last: Week): Week[] {
  const weeks = [last];
  while ((weeks[0] ?? first) > first) weeks.unshift(shift(weeks[0] ?? first, -1));
  return weeks;
}
