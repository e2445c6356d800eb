import { keptOfNote } from "../domain/attribution/noted.ts";
import { DAY_MS } from "../domain/durations.ts";
import { partsOf } from "../domain/parts.ts";
import { isWithinLast } from "../domain/waits.ts";
import { askInHalves, isUnavailable } from "../github/graphql.ts";
import { fetchHasNotes, fetchNotes, type Notes } from "../github/notes.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { undefinedWhen } from "../github/octokit.ts";
import type { RequestBudget } from "../github/request-budget.ts";
import type { NotableCommit } from "../storage/notes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import type { Found } from "./pull-requests.ts";
import { attributionAt } from "./source.ts";

/** The number of commits in a request: few enough that their notes, of half a megabyte at most, fit into an answer. */
export const NOTES_AT_ONCE = 50;
/** The time for which "has notes" stays valid. */
const REF_FRESH_MS = DAY_MS;

/** The commits whose notes are read, and the present time. */
interface NotesReading extends Found {
  readonly commits: readonly NotableCommit[];
  readonly at: Date;
}

/** The result. */
interface NotesRead {
  /** Whether anything is new. */
  readonly isNew: boolean;
  readonly budget: RequestBudget | undefined;
}

const NOTHING: NotesRead = { isNew: false, budget: undefined };

/**
 * Reads git-ai's notes on some commits, where the repository has any.
 *
 * People push notes after their commits, so the same commits are requested again at the merge and in the nights after
 * it. Where GitHub answers no queries, notes stay unknown.
 */
export async function readNotes(
  octokit: GitHubClient,
  { notes }: Pick<Stores, "notes">,
  { commits, at, repository, settings }: NotesReading,
): Promise<NotesRead> {
  if (commits.length === 0 || !(await mayHaveNotes(octokit, notes, { repository, at }))) return NOTHING;
  let read = NOTHING;
  for (const part of partsOf(commits, NOTES_AT_ONCE)) {
    const { texts, budget } = await fetchInParts(octokit, repository, part);
    const withText = part.filter(({ sha }) => texts.has(sha));
    const found = withText.map(({ sha, mergedAt }) => {
      return { sha, evidence: keptOfNote(texts.get(sha) ?? "", attributionAt(settings, mergedAt)) };
    });
    const isNew = await notes.save(repository.id, found);
    read = { isNew: read.isNew || isNew, budget: budget ?? read.budget };
  }
  return read;
}

/** Whether a repository has notes, by GitHub's answer within the last day. */
export async function mayHaveNotes(
  octokit: GitHubClient,
  notes: Stores["notes"],
  { repository, at }: { readonly repository: Repository; readonly at: Date },
): Promise<boolean> {
  const known = await notes.findRef(repository.id);
  if (known !== undefined && isWithinLast(REF_FRESH_MS, known.askedAt.getTime(), at.getTime()))
    return known.isThere;
  const isThere = await fetchHasNotes(octokit, repository);
  await notes.saveRef(repository.id, { isThere, askedAt: at });
  return isThere;
}

/** Requests fewer at once where GitHub cannot answer in time. */
async function fetchInParts(
  octokit: GitHubClient,
  repository: Repository,
  commits: readonly NotableCommit[],
): Promise<Notes> {
  const shas = commits.map(({ sha }) => sha);
  const answers = await askInHalves(shas, 1, (some) =>
    fetchNotes(octokit, repository, some).catch(undefinedWhen(isUnavailable)),
  );
  const found = answers.filter((answer) => answer !== undefined);
  const texts = new Map(found.flatMap((each) => [...each.texts]));
  return { texts, budget: found.findLast(({ budget }) => budget !== undefined)?.budget };
}
