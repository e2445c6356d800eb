import type { Paging } from "../../domain/records/backfill.ts";
import type { Backfill } from "../../storage/backfill.ts";

/** GitHub's largest page. */
const MOST = 100;
/** The number of successful pages in a row after which the size grows. */
const GROW_AFTER = 4;
/**
 * The number of successful pages after which a refused size is tried again: the refusal may have been temporary, or due
 * to larger pull requests.
 */
const FORGET_AFTER = 100;

/** Whether the first page contained everything. Then no pull request can have moved from one page to another. */
export function wasOnePage({ paging, done }: Pick<Backfill, "paging" | "done">): boolean {
  return paging.answered === 1 && paging.refused > MOST && done <= MOST;
}

/** Page size after a refusal: half. */
export function afterRefusal({ size }: Paging): Paging {
  return { size: Math.max(1, Math.floor(size / 2)), refused: size, answered: 0 };
}

/**
 * Page size after a success: at most double, at most halfway to the smallest refused size, and not that size again for
 * 100 pages.
 */
export function afterAnswer(paging: Paging): Paging {
  const { size, refused } = paging;
  const answered = paging.answered + 1;
  if (answered >= FORGET_AFTER && size < MOST) return grown({ size, refused: MOST + 1 });
  const isAtLimit = size >= Math.min(MOST, refused - 1);
  return isAtLimit || answered % GROW_AFTER !== 0 ? { size, refused, answered } : grown({ size, refused });
}

function grown({ size, refused }: Pick<Paging, "size" | "refused">): Paging {
  const half = Math.ceil((size + refused) / 2);
  return { size: Math.min(MOST, size * 2, half, refused - 1), refused, answered: 0 };
}
