import { z } from "zod";
import type { KnownStretch } from "../../domain/records/backfill.ts";
import { fetchComparisonPage } from "../../github/comparison.ts";
import { isRefusal } from "../../github/octokit.ts";
import { NO_EVENT } from "../../github/when.ts";
import { jsonForm } from "../../storage/json/form.ts";
import type { Phase, PhaseOptions, Turn } from "./phase.ts";

const PER_PAGE = 100;
/** How often a page may fail that GitHub says it cannot tell. */
const MOST_REFUSALS = 3;

const place = z.object({
  /** The base of the stretch; later, the last commit that was listed before the comparison ended. */
  from: z.string(),
  page: z.int(),
  /** The last commit that was listed. */
  last: z.string(),
});

/** Which page of which comparison is next. */
type Place = z.infer<typeof place>;

/** The form of this phase's cursor. */
const PLACE = jsonForm("backfills.cursor", place);

/**
 * Reads the commits of the default branch, up to where it was before its first change.
 *
 * The pages are those of a comparison, as what happens now is read too; so what is stored of the same history is the
 * same. Where GitHub does not compare so much, or cannot, each deployment has its own stretch read later.
 */
export const readHistory: Phase = async (options) => {
  const { stores, repository, backfill } = options;
  const { stretch, cursor } = backfill;
  const earliest = await stores.backfills.earliestBase(repository.id);
  const base = stretch?.base ?? earliest;
  if (stretch === undefined || base === undefined) return { isOver: true };
  const next =
    cursor === undefined
      ? { from: base, page: 1, last: base }
      : PLACE.read(cursor, { repositoryId: repository.id });
  const turn = await readPage(options, { ...stretch, base }, next).catch((error: unknown) => {
    if (isRefusal(error) && backfill.attempts + 1 >= MOST_REFUSALS) return { isOver: true };
    throw error;
  });
  if (turn !== undefined) return turn;
  // GitHub does not know where the branch was before, as after a forced push.
  const isOther = earliest !== undefined && earliest !== base;
  return isOther ? { isOver: false, stretch: { ...stretch, base: earliest } } : { isOver: true };
};

async function readPage(
  { octokit, stores, repository, settings }: PhaseOptions,
  stretch: KnownStretch,
  { from, page, last }: Place,
): Promise<Turn | undefined> {
  const rules = settings.current;
  const range = { base: from, head: stretch.head };
  const read = await fetchComparisonPage(octokit, repository, {
    ...range,
    rules,
    page,
    // What the branch was at is old, or part of what was pushed just now and is read by itself.
    when: NO_EVENT,
  });
  if (read === undefined) return undefined;
  const { commits, total, budget } = read;
  await stores.commits.save(repository.id, commits);
  const isComplete = (page - 1) * PER_PAGE + commits.length >= total;
  // A comparison ends at some number of commits. They come parents first, so the rest lies behind the last one.
  const hasEnded = commits.length === 0;
  const next = hasEnded
    ? { from: last, page: 1, last }
    : { from, page: page + 1, last: commits.at(-1)?.sha ?? last };
  const isOver = isComplete || (hasEnded && page === 1);
  return { isOver, cursor: PLACE.write(next), stretch: { ...stretch, isComplete }, budget };
}
