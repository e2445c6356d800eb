import { DAY_MS } from "../../domain/durations.ts";
import { throwIfLost } from "../../storage/sql/lost-database.ts";
import { NOTES_AT_ONCE, readNotes } from "../notes.ts";
import type { WorkOptions } from "../work-options.ts";

/** The time after a merge in which a note may still arrive. */
const LATE_MS = 3 * DAY_MS;

type LateNotesOptions = Pick<WorkOptions, "stores" | "authenticate" | "log" | "clock" | "settings">;

/**
 * Reads git-ai's notes that arrived after their commits were read: for merges of the last three days, and for open pull
 * requests.
 *
 * GitHub sends no webhook for notes. A failure for one repository is tried again the next night.
 */
export async function readLateNotes(options: LateNotesOptions): Promise<void> {
  const { stores, log, clock } = options;
  const since = new Date(clock().getTime() - LATE_MS);
  for (const repositoryId of await stores.notes.listRepositories(since)) {
    try {
      await readOf(options, { repositoryId, since });
    } catch (error) {
      throwIfLost(error);
      log.warn({ repositoryId, err: error }, "Notes not read");
    }
  }
}

async function readOf(
  { stores, authenticate, settings, clock }: LateNotesOptions,
  { repositoryId, since }: { readonly repositoryId: number; readonly since: Date },
): Promise<void> {
  const repository = await stores.repositories.find(repositoryId);
  if (repository === undefined) return;
  const octokit = await authenticate(repository);
  const found = { repository, settings: await settings.load(octokit, repository) };
  for (let after = ""; ; ) {
    const page = { since, after, limit: NOTES_AT_ONCE };
    const commits = await stores.notes.listNotable(repositoryId, page);
    const { isNew } = await readNotes(octokit, stores, { ...found, commits, at: clock() });
    // Check runs of merged pull requests are checked each night anyway.
    if (isNew) await stores.checkRuns.markOpenStale(repositoryId, clock());
    if (commits.length < NOTES_AT_ONCE) return;
    after = commits.at(-1)?.sha ?? after;
  }
}
