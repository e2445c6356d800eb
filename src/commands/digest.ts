import { definitionUrlOf } from "../definition.ts";
import { createComputer } from "../digests/computer.ts";
import type { DigestRequest } from "../digests/digest-request.ts";
import { zoneOf } from "../digests/measure.ts";
import {
  computeOrganizationDigest,
  type OrganizationRequest,
  organizationZone,
} from "../digests/organization-digest.ts";
import { organizationPublication } from "../digests/organization-publication.ts";
import { partOf } from "../digests/organization-series.ts";
import { type Publication, type PublishOptions, publishDigest } from "../digests/publish.ts";
import { computeDigest, repositoryPublication } from "../digests/repository-digest.ts";
import { floorOf } from "../domain/metric/builders.ts";
import type { Digest } from "../domain/metric/digest.ts";
import { NOTHING_WITHHELD, type Withheld, withheldOf } from "../domain/metric/organization-withheld.ts";
import { isWeek, type Week, weekOf } from "../domain/metric/week.ts";
import { readGitHubEnv } from "../env.ts";
import { scopedClients } from "../github/scoped-auth.ts";
import { findRepository } from "../github/visibility.ts";
import { type DigestKey, renderDigest } from "../render/digest.ts";
import type { Stores } from "../storage/stores.ts";
import { withOrganization, withRepository } from "./repository.ts";
import { UsageError, UserError } from "./user-error.ts";

/** The options of `plimsoll digest`. */
export interface DigestOptions {
  readonly week: string;
  readonly json?: true;
  readonly publish?: true;
}

/**
 * Prints the digest of a repository's or an organization's week, or publishes it.
 *
 * Throws a `UserError` when there is nothing to print.
 */
export async function digest(scope: string, { week, json, publish }: DigestOptions): Promise<void> {
  if (!isWeek(week)) throw new UsageError(`--week ${week} is no ISO week: write it as 2026-W47`);
  const now = new Date();
  const access = publish ? "write" : "read";
  if (!scope.includes("/")) {
    return withOrganization(
      scope,
      async (stores, repositories) => {
        const request = { owner: scope, repositories, week, now };
        const { since } = await createComputer(stores).organizationState({ ...request, floor: floorOf({}) });
        refuseUnknown(week, { since, now, zone: await organizationZone(stores, repositories) });
        if (publish) return print(await publishOrganization(stores, request));
        const visible = new Set(repositories.map(({ owner, name }) => `${owner}/${name}`));
        const key = { installationId: repositories[0]?.installationId ?? 0, week };
        print(textOf(await computeOrganizationDigest(stores, request), { json, key, visible }));
      },
      access,
    );
  }
  await withRepository(
    scope,
    async (stores, repository) => {
      const request = { repository, week, now };
      const since = await createComputer(stores).repositorySince(request);
      refuseUnknown(week, { since, now, zone: await zoneOf(stores, repository) });
      if (publish) return print(await publishRepository(stores, request));
      const withheld = await withheldIn(stores, request);
      print(
        textOf(await computeDigest(stores, { ...request, withheld }), {
          json,
          key: { repositoryId: repository.id, week },
        }),
      );
    },
    access,
  );
}

/** A week that lies before anything was measured, or ahead, has no digest: it would read as if nothing had been merged. */
function refuseUnknown(
  week: Week,
  { since, now, zone }: { readonly since: Date | undefined; readonly now: Date; readonly zone: string },
): void {
  const last = weekOf(now, zone);
  const first = since === undefined ? last : weekOf(since, zone);
  if (week > last) throw new UsageError(`--week ${week} has not begun: the last one is ${last}`);
  if (since !== undefined && week < first)
    throw new UsageError(`--week ${week} was not measured: the first one is ${first}, the last one ${last}`);
}

function textOf(
  computed: Digest,
  of: {
    readonly json: true | undefined;
    readonly key: DigestKey;
    readonly visible?: ReadonlySet<string>;
  },
): string {
  if (of.json) return JSON.stringify(computed, undefined, 2);
  const { title, body } = renderDigest(computed, of.key, { visible: of.visible });
  return `# ${title}\n\n${body.trimEnd()}`;
}

/** What of a repository's digest is withheld for the sake of others, where their organization has one. */
async function withheldIn(
  stores: Stores,
  { repository, week, now }: Pick<DigestRequest, "repository" | "week" | "now">,
): Promise<Withheld> {
  const policy = (await stores.settings.findOwner(repository.installationId))?.policy;
  if (policy === undefined || !policy.digest.enabled || policy.digest.repository === undefined)
    return NOTHING_WITHHELD;
  const { measured } = await partOf(stores, await stores.repositories.listOf(repository.owner));
  const { withheld } = await createComputer(stores).organizationState({
    repositories: measured,
    week,
    now,
    floor: policy.privacy.floor,
    isStrict: policy.privacy.strict,
  });
  return withheldOf(withheld, `${repository.owner}/${repository.name}`);
}

const WRITTEN = {
  created: "published",
  updated: "edited",
  nothing: "unchanged",
  left: "left alone, since somebody deleted, moved or locked it; publish again for a new one",
};

async function publishRepository(stores: Stores, request: DigestRequest): Promise<string> {
  const { env, ...options } = await publishOptions(stores, request.now);
  const { repository } = request;
  const place = await findRepository(await options.authenticate(repository), repository);
  const shown = { compute: createComputer(stores), definitionUrl: definitionUrlOf(env) };
  return publish(
    options,
    await repositoryPublication(stores, {
      ...request,
      ...shown,
      isPublic: place?.visibility === "public",
      withheldIn: (week) => withheldIn(stores, { ...request, week }),
    }),
  );
}

async function publishOrganization(stores: Stores, request: OrganizationRequest): Promise<string> {
  const { env, ...options } = await publishOptions(stores, request.now);
  const [{ installationId = 0, owner = request.owner } = {}] = request.repositories;
  const settings = await stores.settings.findOwner(installationId);
  const target = settings?.policy.digest.repository;
  if (settings === undefined || target === undefined) {
    throw new UserError(
      `no repository for the digest of ${request.owner}: set digest.repository in .github/plimsoll.yml of ${request.owner}/.github`,
    );
  }
  const octokit = await options.authenticateOwner(installationId);
  const shown = { compute: createComputer(stores), definitionUrl: definitionUrlOf(env) };
  const zone = await organizationZone(stores, request.repositories);
  const { measured: repositories, unread } = await partOf(stores, request.repositories);
  const asked = { ...request, ...shown, owner, installationId, repositories, unread, settings, target, zone };
  return publish(options, await organizationPublication(octokit, stores, asked));
}

async function publishOptions(stores: Stores, now: Date) {
  const { createProbot } = await import("../server/probot-server.ts");
  const env = readGitHubEnv(process.env);
  return { env, stores, clock: () => now, ...scopedClients(createProbot(env)) };
}

/** Writes the issue, and says which one it is and what was done to it. */
async function publish(options: PublishOptions, publication: Publication): Promise<string> {
  const { issueNumber, written } = await publishDigest(options, publication);
  const { owner, name } = publication.repository;
  return `${owner}/${name}#${issueNumber}: ${WRITTEN[written]}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
