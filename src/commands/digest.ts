import { definitionUrlOf } from "../definition.ts";
import { computeDigest } from "../digests/compute.ts";
import { createComputer } from "../digests/computer.ts";
import type { OrganizationSubject, RepositorySubject } from "../digests/digest-request.ts";
import { organizationSeries, repositorySeries, withReadPast } from "../digests/find-series.ts";
import { findWithheld } from "../digests/newest.ts";
import { findPublication } from "../digests/publication.ts";
import { publishDigest } from "../digests/publish.ts";
import type { Series } from "../digests/series.ts";
import { findState, type SubjectState } from "../digests/state.ts";
import { nameOf } from "../digests/subject.ts";
import { isWeek, type Week, weekOf } from "../domain/metric/week.ts";
import { readGitHubEnv } from "../env.ts";
import { scopedClients } from "../github/scoped-auth.ts";
import { renderDigest } from "../render/digest/issue.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { withOrganization, withRepository } from "./repository.ts";
import { UsageError, UserError } from "./user-error.ts";

/** The options of `plimsoll digest`. */
export interface DigestOptions {
  readonly week: string;
  readonly json?: true;
  readonly publish?: true;
}

type Subject = RepositorySubject | OrganizationSubject;

interface Asked extends DigestOptions {
  readonly now: Date;
}

/**
 * Prints the digest of a repository's or an organization's week, or publishes it.
 *
 * Throws a `UserError` when there is nothing to print.
 */
export async function digest(scope: string, options: DigestOptions): Promise<void> {
  if (!isWeek(options.week))
    throw new UsageError(`--week ${options.week} is not an ISO week: write it as 2026-W47`);
  const asked = { ...options, now: new Date() };
  const access = options.publish ? "write" : "read";
  if (scope.includes("/"))
    return withRepository(scope, (stores, repository) => show(stores, { repository }, asked), access);
  return withOrganization(
    scope,
    (stores, repositories) => show(stores, { owner: scope, repositories }, asked),
    access,
  );
}

async function show(stores: Stores, subject: Subject, asked: Asked): Promise<void> {
  const { week, now } = asked;
  refuseUnknown(week, now, await findState(stores, { ...subject, week, now }));
  const text = asked.publish ? await publish(stores, subject, asked) : await textOf(stores, subject, asked);
  process.stdout.write(`${text}\n`);
}

/** A week before the first measurement, or in the future, has no digest: it would read as if nothing merged. */
function refuseUnknown(week: Week, now: Date, { since, zone }: SubjectState): void {
  const last = weekOf(now, zone);
  const first = since === undefined ? last : weekOf(since, zone);
  if (week > last) throw new UsageError(`--week ${week} has not begun: the last one is ${last}`);
  if (since !== undefined && week < first)
    throw new UsageError(`--week ${week} was not measured: the first one is ${first}, the last one ${last}`);
}

async function textOf(stores: Stores, subject: Subject, { week, now, json }: Asked): Promise<string> {
  const isOwner = "owner" in subject;
  const withheld = isOwner ? undefined : await withheldIn(stores, subject.repository, { week, now });
  const computed = await computeDigest(stores, { ...subject, ...withheld, week, now });
  if (json) return JSON.stringify(computed, undefined, 2);
  const key = isOwner
    ? { installationId: subject.repositories[0]?.installationId ?? 0, week }
    : { repositoryId: subject.repository.id, week };
  const visible = isOwner ? new Set(subject.repositories.map(nameOf)) : undefined;
  const { title, body } = renderDigest(computed, key, { visible });
  return `# ${title}\n\n${body.trimEnd()}`;
}

/**
 * Finds the parts of a repository's digest that are withheld for the sake of other repositories, if their organization
 * has a digest.
 */
async function withheldIn(
  stores: Stores,
  repository: Repository,
  { week, now }: Pick<Asked, "week" | "now">,
): Promise<Pick<RepositorySubject, "withheld">> {
  const organization = await organizationOf(stores, repository);
  if (organization === undefined) return {};
  const asked = { ...organization, week, now };
  return { withheld: await findWithheld(createComputer(stores), repository, asked) };
}

/** The organization that publishes a digest beside that of a repository. */
async function organizationOf(
  stores: Stores,
  { owner, installationId }: Repository,
): Promise<OrganizationSubject | undefined> {
  const policy = (await stores.settings.findOwner(installationId))?.policy.digest;
  if (!policy?.enabled || policy.repository === undefined) return undefined;
  return { owner, repositories: await withReadPast(stores, await stores.repositories.listOf(owner)) };
}

const WRITTEN = {
  created: "published",
  updated: "edited",
  nothing: "unchanged",
  left: "left alone, since somebody deleted, moved or locked it; publish again for a new one",
};

/** Writes the issue, and says which one it is and what was done to it. */
async function publish(stores: Stores, subject: Subject, { week, now }: Asked): Promise<string> {
  const { createProbot } = await import("../server/probot-server.ts");
  const env = readGitHubEnv(process.env);
  const options = {
    stores,
    clock: () => now,
    compute: createComputer(stores),
    definitionUrl: definitionUrlOf(env),
    ...scopedClients(createProbot(env)),
  };
  const publication = await findPublication(options, await seriesOf(stores, subject), week);
  const { issueNumber, written } = await publishDigest(options, publication);
  return `${nameOf(publication.repository)}#${issueNumber}: ${WRITTEN[written]}`;
}

/** The series that a digest belongs to, though its config may have switched it off. */
async function seriesOf(stores: Stores, subject: Subject): Promise<Series> {
  if (!("owner" in subject)) {
    const { repository } = subject;
    return repositorySeries(stores, { repository, organization: await organizationOf(stores, repository) });
  }
  const { owner, repositories } = subject;
  const settings = await stores.settings.findOwner(repositories[0]?.installationId ?? 0);
  const series = settings && (await organizationSeries(stores, { repositories, settings }));
  if (series !== undefined) return series;
  throw new UserError(
    `no repository for the digest of ${owner}: set digest.repository in .github/plimsoll.yml of ${owner}/.github`,
  );
}
