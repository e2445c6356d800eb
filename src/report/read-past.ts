import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE_MS } from "../domain/durations.ts";
import { backfillWork } from "../ingest/backfill/backfill.ts";
import { readAgainWork } from "../ingest/read-again-work.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import { WorkLoop, type WorkSource } from "../queue/work-loop.ts";
import type { BackfillProgress } from "../storage/backfill.ts";
import type { Repository } from "../storage/repositories.ts";

/** How far back to read. */
interface ReadingRequest {
  readonly since: Date;
  /** Called again and again while the pasts are read. */
  readonly onProgress: (backfills: readonly BackfillProgress[]) => void;
}

/** A page is tried for about two minutes. On the server it is tried for hours, but here somebody waits. */
const MOST_ATTEMPTS = 4;
/** Facts that GitHub returns late are requested again for this long. */
const PATIENCE_MS = MINUTE_MS;
const LOOK_EVERY_MS = 50;

/** Reads the pasts of repositories to their ends, as the server does. Their progress says what could not be read. */
export async function readPasts(
  options: WorkOptions,
  repositories: readonly Repository[],
  { since, onProgress }: ReadingRequest,
): Promise<readonly BackfillProgress[]> {
  const { stores, clock } = options;
  for (const { id } of repositories) {
    await stores.backfills.request({ repositoryId: id, since, at: clock() });
  }
  const onStale = () => {};
  const isReading = async () => {
    const all = await stores.backfills.list();
    onProgress(all);
    return all.some(({ state }) => state === "running");
  };
  const past = backfillWork({ ...options, onStale, mostAttempts: MOST_ATTEMPTS });
  await workWhile(isReading, past, options);
  await workWhile(isLateIn(options), readAgainWork({ ...options, onStale }), options);
  return stores.backfills.list();
}

/** Works until a condition does not hold any more. */
async function workWhile<Item>(
  holds: () => Promise<boolean>,
  source: WorkSource<Item>,
  { log }: WorkOptions,
): Promise<void> {
  if (!(await holds())) return;
  const loop = new WorkLoop(source, log);
  try {
    while (await holds()) await sleep(LOOK_EVERY_MS);
  } finally {
    await loop.stop();
  }
}

/** Whether a fact is missing that GitHub may still return soon. Each later request comes after a longer time. */
function isLateIn({ stores, clock }: WorkOptions): () => Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  const patience = new Date(clock().getTime() + PATIENCE_MS);
  const all = { busyRepositories: [], isUrgentOnly: false };
  return async () =>
    performance.now() < end && (await stores.unread.findNextDue(patience, all)) !== undefined;
}
