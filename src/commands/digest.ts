import { computeDigest } from "../digests/compute.ts";
import { createComputer } from "../digests/computer.ts";
import type { RepositorySubject } from "../digests/digest-request.ts";
import { dueWeek } from "../digests/due-weeks.ts";
import { findWithheld, newestCompleteWeek } from "../digests/newest.ts";
import { findState, type SubjectState } from "../digests/state.ts";
import { loadSubject, nameOf } from "../digests/subject.ts";
import type { Digest } from "../domain/metric/digest.ts";
import { isWeek, type Week, weekOf } from "../domain/metric/week.ts";
import { renderDigestCsv } from "../render/digest/csv.ts";
import { renderDigest } from "../render/digest/issue.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { findLacks, type Lacks } from "./digest-lacks.ts";
import { publish } from "./digest-publish.ts";
import { scopeDigest } from "./digest-scope.ts";
import { organizationOf, type Subject, seriesOf } from "./digest-series.ts";
import { writeDigestSite } from "./digest-site.ts";
import { printAfter } from "./output.ts";
import { withOrganization, withRepository } from "./repository.ts";
import { UsageError } from "./user-error.ts";
import { prepareSite } from "./write-site.ts";

/** The options of `plimsoll digest`. */
export interface DigestOptions {
  readonly week?: string;
  readonly scope?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly publish?: true;
  readonly out?: string;
}

interface Asked extends DigestOptions {
  readonly now: Date;
}

interface AskedWeek extends Asked {
  readonly week: Week;
}

/**
 * Prints the digest of a repository's or an organization's week, or publishes it.
 *
 * Throws a `UserError` when there is nothing to print.
 */
export async function digest(scope: string, options: DigestOptions): Promise<void> {
  if (options.week !== undefined && !isWeek(options.week))
    throw new UsageError(`--week ${options.week} is not an ISO week: write it as 2026-W47`);
  const asked = { ...options, now: new Date() };
  const access = options.publish ? "write" : "read";
  if (scope.includes("/") && options.scope !== undefined)
    throw new UsageError("--scope is for an organization: write its name alone, as OWNER");
  if (scope.includes("/"))
    return withRepository(scope, (stores, repository) => show(stores, { repository }, asked), access);
  return withOrganization(
    scope,
    (stores, repositories) => show(stores, { owner: scope, repositories }, asked),
    access,
  );
}

async function show(stores: Stores, subject: Subject, options: Asked): Promise<void> {
  const asked = { ...options, week: options.week ?? (await newestWeek(stores, subject, options)) };
  const { week, now } = asked;
  refuseUnknown(week, now, await findState(stores, { ...subject, week, now }));
  if (asked.publish) {
    process.stdout.write(await publish(stores, subject, asked));
    return;
  }
  if (asked.out !== undefined) prepareSite(asked.out, { hasPages: "owner" in subject });
  const digest = await compute(stores, subject, asked);
  const lacks = await findLacks(stores, subject);
  const writing =
    asked.out === undefined
      ? undefined
      : writeDigestSite(stores, subject, {
          digest,
          now,
          text: textOf(digest, subject, { lacks }),
          json: textOf(digest, subject, { json: true, lacks }),
          lacks,
          folder: asked.out,
        });
  await printAfter(writing, textOf(digest, subject, { ...asked, lacks }));
}

/** The newest complete week. To publish, it is the week whose issue is due: that one is about the newest complete week. */
async function newestWeek(stores: Stores, subject: Subject, asked: Asked): Promise<Week> {
  const { now } = asked;
  if (asked.publish) {
    const { zone, policy } = await seriesOf(stores, subject);
    return dueWeek(now, zone, policy);
  }
  const { zone } = await loadSubject(stores, subject);
  return newestCompleteWeek(await computeDigest(stores, { ...subject, week: weekOf(now, zone), now }));
}

/** A week before the first measurement, or in the future, has no digest: it would read as if nothing merged. */
function refuseUnknown(week: Week, now: Date, { since, zone }: SubjectState): void {
  const last = weekOf(now, zone);
  const first = since === undefined ? last : weekOf(since, zone);
  if (week > last) throw new UsageError(`--week ${week} has not begun: the last one is ${last}`);
  if (since !== undefined && week < first)
    throw new UsageError(`--week ${week} was not measured: the first one is ${first}, the last one ${last}`);
}

async function compute(stores: Stores, subject: Subject, { week, now, scope }: AskedWeek): Promise<Digest> {
  const isOwner = "owner" in subject;
  if (isOwner && scope !== undefined) return scopeDigest(stores, { ...subject, scope, week, now });
  const withheld = isOwner ? undefined : await withheldIn(stores, subject.repository, { week, now });
  return computeDigest(stores, { ...subject, ...withheld, week, now });
}

function textOf(
  digest: Digest,
  subject: Subject,
  { json, csv, lacks: { notes, gaps } }: Pick<DigestOptions, "json" | "csv"> & { readonly lacks: Lacks },
): string {
  if (json) return `${JSON.stringify(digest, undefined, 2)}\n`;
  if (csv) return renderDigestCsv(digest);
  const { week } = digest;
  const isOwner = "owner" in subject;
  const key = isOwner
    ? { installationId: subject.repositories[0]?.installationId ?? 0, week }
    : { repositoryId: subject.repository.id, week };
  const visible = isOwner ? new Set(subject.repositories.map(nameOf)) : undefined;
  const { title, body } = renderDigest(digest, key, { visible, gaps });
  const missing = notes.map((note) => `> ${note.text}\n\n`).join("");
  return `# ${title}\n\n${missing}${body.trimEnd()}\n`;
}

/**
 * Finds the parts of a repository's digest that are withheld for the sake of other repositories, if their organization
 * has a digest.
 */
async function withheldIn(
  stores: Stores,
  repository: Repository,
  { week, now }: Pick<AskedWeek, "week" | "now">,
): Promise<Pick<RepositorySubject, "withheld">> {
  const organization = await organizationOf(stores, repository);
  if (organization === undefined) return {};
  const asked = { ...organization, week, now };
  return { withheld: await findWithheld(createComputer(stores), repository, asked) };
}
