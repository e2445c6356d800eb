import type { Payload } from "../github/payloads.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/**
 * Records the repository that an event is about, under its current name, and returns it.
 *
 * The `installation` event can come late or have been missed, so the first event seen dates an installation too.
 */
export async function rememberRepository(
  { installations, repositories }: Pick<Stores, "installations" | "repositories">,
  payload: Pick<Payload<"pull_request">, "installation" | "repository">,
  seenAt: Date,
): Promise<Repository> {
  const { id, name, owner } = payload.repository;
  const repository = { id, installationId: payload.installation.id, owner: owner.login, name };
  await installations.remember({ id: payload.installation.id, installedAt: seenAt });
  await repositories.remember(repository);
  return repository;
}
