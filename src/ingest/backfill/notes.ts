import { mayHaveNotes, NOTES_AT_ONCE, readNotes } from "../notes.ts";
import type { Phase } from "./phase.ts";

/** Reads git-ai's notes on the commits that were read, where the repository has notes. */
export const readPastNotes: Phase = async ({ octokit, stores, repository, settings, backfill, now }) => {
  if (!(await mayHaveNotes(octokit, stores.notes, { repository, at: now }))) return { isOver: true };
  const { since, cursor: after = "" } = backfill;
  const commits = await stores.notes.listNotable(repository.id, { since, after, limit: NOTES_AT_ONCE });
  const { budget } = await readNotes(octokit, stores, { repository, settings, commits, at: now });
  return { isOver: commits.length < NOTES_AT_ONCE, cursor: commits.at(-1)?.sha, budget };
};
