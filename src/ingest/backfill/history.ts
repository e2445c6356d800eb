import { z } from "zod";
import type { KnownRange } from "../../domain/records/backfill.ts";
import { fetchComparisonPage } from "../../github/comparison.ts";
import { isRefusal } from "../../github/octokit.ts";
import { NO_EVENT } from "../../github/when.ts";
import { jsonForm } from "../../storage/json/form.ts";
import type { Phase, PhaseOptions, Turn } from "./phase.ts";

const PER_PAGE = 100;
/** The most failures of a page that GitHub refuses to compute. */
const MOST_REFUSALS = 3;

const place = z.object({
  /** The base of the range. Later, the last listed commit before the comparison ended. */
  from: z.string(),
  page: z.int(),
  /** The last listed commit. */
  last: z.string(),
});

/** The next page, and its comparison. */
type Place = z.infer<typeof place>;

/** The form of this phase's cursor. */
const PLACE = jsonForm("backfills.cursor", place);

/**
 * Reads the commits of the default branch, back to the base of its first change.
 *
 * The pages are pages of a comparison, as for current events, so the same history is stored in the same way. Where
 * GitHub does not compare so much, or cannot, the range of each deployment is read later.
 */
export const readHistory: Phase = async (options) => {
  const { stores, repository, backfill } = options;
  const { knownRange, cursor } = backfill;
  const earliest = await stores.backfills.findEarliestBase(repository.id);
  const base = knownRange?.base ?? earliest;
  if (knownRange === undefined || base === undefined) return { isOver: true };
  const next =
    cursor === undefined
      ? { from: base, page: 1, last: base }
      : PLACE.read(cursor, { repositoryId: repository.id });
  const turn = await readPage(options, { ...knownRange, base }, next).catch((error: unknown) => {
    if (isRefusal(error) && backfill.attempts + 1 >= MOST_REFUSALS) return { isOver: true };
    throw error;
  });
  if (turn !== undefined) return turn;
  // GitHub does not know the earlier base of the branch, as after a forced push.
  const isOther = earliest !== undefined && earliest !== base;
  return isOther ? { isOver: false, knownRange: { ...knownRange, base: earliest } } : { isOver: true };
};

async function readPage(
  { octokit, stores, repository, settings }: PhaseOptions,
  knownRange: KnownRange,
  { from, page, last }: Place,
): Promise<Turn | undefined> {
  const rules = settings.current;
  const range = { base: from, head: knownRange.head };
  const read = await fetchComparisonPage(octokit, repository, {
    ...range,
    rules,
    page,
    // The old head is old, or part of a very recent push that is read separately.
    when: NO_EVENT,
  });
  if (read === undefined) return undefined;
  const { commits, total, budget } = read;
  await stores.commits.save(repository.id, commits);
  const isComplete = (page - 1) * PER_PAGE + commits.length >= total;
  // A comparison ends at some number of commits. Parents come first, so the rest comes after the last one.
  const hasEnded = commits.length === 0;
  const next = hasEnded
    ? { from: last, page: 1, last }
    : { from, page: page + 1, last: commits.at(-1)?.sha ?? last };
  const isOver = isComplete || (hasEnded && page === 1);
  return { isOver, cursor: PLACE.write(next), knownRange: { ...knownRange, isComplete }, budget };
}
