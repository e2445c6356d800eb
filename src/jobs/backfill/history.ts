import { fetchComparisonPage } from "../../github/comparison.ts";
import type { Phase } from "./phase.ts";

const PER_PAGE = 100;

/**
 * Reads the commits of the default branch, up to where it was before its first change.
 *
 * The pages are those of a comparison, as what happens now is read too; so what is stored of the same history is the
 * same. Where GitHub does not compare so much, each deployment has its own stretch read later.
 */
export const readHistory: Phase = async ({ octokit, stores, repository, settings, backfill }) => {
  const { stretch } = backfill;
  const base = stretch?.base ?? (await stores.backfills.earliestBase(repository.id));
  if (stretch === undefined || base === undefined) return { isOver: true };
  const page = Number(backfill.cursor ?? 1);
  const { agents } = settings.current;
  const range = { base, head: stretch.head };
  const read = await fetchComparisonPage(octokit, repository, { ...range, agents, page });
  if (read === undefined) return { isOver: true };
  await stores.commits.save(repository.id, read.commits);
  const isComplete = (page - 1) * PER_PAGE + read.commits.length >= read.total;
  const isOver = isComplete || read.commits.length === 0;
  return {
    isOver,
    cursor: String(page + 1),
    stretch: { ...stretch, base, isComplete },
    budget: read.budget,
  };
};
