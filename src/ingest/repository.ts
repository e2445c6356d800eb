import type { Payload } from "../github/payloads.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/**
 * Records the repository of an event under its current name, and returns it.
 *
 * The `installation` event can come late or be missed, so the first event dates an installation too. A transferred
 * repository moves to its new owner's installation. Throws when either was removed.
 */
export async function rememberRepository(
  { installations, repositories }: Pick<Stores, "installations" | "repositories">,
  payload: Pick<Payload<"pull_request">, "installation" | "repository">,
  seenAt: Date,
): Promise<Repository> {
  const { id, name, owner, archived: isArchived, has_issues: hasIssues, updated_at: at } = payload.repository;
  const installationId = payload.installation.id;
  const updatedAt = at ? new Date(at) : undefined;
  const repository = { id, installationId, owner: owner.login, name, isArchived, hasIssues, updatedAt };
  await installations.remember({ id: installationId, installedAt: seenAt });
  return keepRepository(repositories, repository, seenAt);
}

/**
 * Records a repository, and returns the stored one. A repository of another installation is moved.
 *
 * Throws when it was removed.
 */
export async function keepRepository(
  repositories: Stores["repositories"],
  repository: Repository,
  at: Date,
): Promise<Repository> {
  const { id, installationId } = repository;
  const before = await repositories.find(id);
  const isMoved = before !== undefined && before.installationId !== installationId;
  if (isMoved) await repositories.move({ id, installationId: before.installationId, at }, installationId);
  return repositories.remember(repository);
}
