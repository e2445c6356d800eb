import { statusOf } from "../../github/octokit.ts";
import { rateLimitWait } from "../../github/rate-limits.ts";
import { isForGood } from "../../github/refusals.ts";
import { classifyError } from "../../operations/error-kind.ts";
import { errorText } from "../../operations/error-text.ts";
import { recordBug } from "../../queue/bugs.ts";
import type { Backfill } from "../../storage/backfill.ts";
import type { Repository } from "../../storage/repositories.ts";
import { recordRefusal } from "../refusals.ts";
import type { WorkOptions } from "../work-options.ts";
import { afterPhase } from "./phases.ts";

/** The options of the work. */
interface FailedWork extends Pick<WorkOptions, "stores" | "log" | "clock" | "authenticate"> {
  readonly mostAttempts?: number;
}

interface FailedPage {
  readonly repository: Repository;
  readonly backfill: Backfill;
}

/** A failed page is tried again after 5 s, 20 s, 80 s, 5 min, then up to half an hour, for about eight hours. */
const MOST_ATTEMPTS = 20;
const FIRST_MS = 5_000;
const FACTOR = 4;
const LONGEST_MS = 1_800_000;
/** The most tries where GitHub refuses for good: a repository may be covered by the app for a moment only. */
const MOST_ATTEMPTS_REFUSED = 5;

/** Postpones a failed page. After the last try its phase is given up, and the rest is read. */
export async function failPage(
  work: FailedWork,
  { repository, backfill }: FailedPage,
  error: unknown,
): Promise<void> {
  const { stores, log, clock, mostAttempts = MOST_ATTEMPTS } = work;
  const wait = rateLimitWait(error);
  const until = new Date(
    clock().getTime() + (wait ?? Math.min(FIRST_MS * FACTOR ** backfill.attempts, LONGEST_MS)),
  );
  const attempts = backfill.attempts + (wait === undefined ? 1 : 0);
  const { repositoryId, phase } = backfill;
  const line = { repositoryId, phase, attempts, err: error };
  const { installationId } = repository;
  if (wait !== undefined)
    await stores.waits.begin({ name: "backfills", installationId }, { now: clock(), until });
  // A server of an older version lacks some of the data, and a repeated request changes nothing.
  const isUnavailable = statusOf(error) === 404 && phase !== "start";
  const most = isForGood(error) ? Math.min(MOST_ATTEMPTS_REFUSED, mostAttempts) : mostAttempts;
  const isBug = classifyError(error) === "bug";
  if (attempts < most && !isUnavailable && !isBug) {
    await stores.backfills.save({ ...backfill, attempts, dueAt: until });
    log.warn({ ...line, dueAt: until }, "Backfill page failed and will be tried again");
    return;
  }
  const problems = [...backfill.problems, `${phase}: ${errorText(error)}`];
  await stores.backfills.save(afterPhase({ ...backfill, problems, attempts: 0 }, clock()));
  await recordBug(stores, { work: `backfill ${phase}`, error, at: clock() });
  if (!isUnavailable) await refuse(work, repository, error);
  if (isUnavailable) log.info(line, "Backfill phase left out, GitHub does not have it");
  else log.error(line, "Backfill phase given up");
}

/** Records a permanent refusal as a state of the repository. If that request fails, only the problem is shown. */
async function refuse(
  { stores, authenticate, clock }: FailedWork,
  repository: Repository,
  error: unknown,
): Promise<void> {
  if (!isForGood(error)) return;
  const met = { repository, refused: "past", error, at: clock() } as const;
  await recordRefusal(await authenticate(repository), stores, met).catch(() => undefined);
}
