import type { PushFacts } from "../github/facts.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { EventTime } from "../github/when.ts";
import type { Stores } from "../storage/stores.ts";
import { keepChange, type ReadStores } from "./keep-change.ts";
import { personOf } from "./people.ts";
import type { Found } from "./pull-requests.ts";
import { sourceOfPush } from "./source.ts";

/** A push to the default branch. */
type RecordedPush = Omit<PushFacts, "isConfig">;

/** A push to record, its repository, the time of the first news about it, and the present time. */
interface RecordingPush extends Found, Omit<EventTime, "at"> {
  readonly push: RecordedPush;
}

/** Records a push to the default branch. A push that no pull request explains is a change, and is read. */
export async function recordPush(
  octokit: GitHubClient,
  stores: Pick<Stores, "installations" | "pushes"> & ReadStores,
  { push, repository, settings, heardAt, now }: RecordingPush,
): Promise<void> {
  const { after: sha, before, at, isForced, commits } = push;
  const pusher = await personOf(stores, repository, { account: push.pusher, rules: settings.current });
  const { id: repositoryId } = repository;
  await stores.pushes.save({ repositoryId, after: sha, before, at, isForced, commits, pusher });
  if (await stores.pushes.isExplained(repository.id, sha)) return;
  // The branch may have had this head before. The first such push is the change.
  const first = (await stores.pushes.find(repository.id, sha)) ?? push;
  const source = sourceOfPush(sha, first);
  const when = { at: first.at, heardAt, now };
  await keepChange(octokit, stores, { repository, source, settings, id: sha, when, now, keepsKnown: true });
}
