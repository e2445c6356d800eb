import type { Logger } from "pino";
import type { Payload } from "../../github/payloads.ts";
import type { Stores } from "../../storage/stores.ts";
import { rememberRepository } from "../repository.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Writes our check runs on a commit again when somebody requests it, even when nothing changed. */
export function onCheckRunRerequested(stores: Stores, options: HandlerOptions): Handler<"check_run"> {
  return (event) => rewrite(stores, options, { ...event, headSha: event.payload.check_run.head_sha });
}

/** The same for "Re-run all checks". */
export function onCheckSuiteRerequested(stores: Stores, options: HandlerOptions): Handler<"check_suite"> {
  return (event) => rewrite(stores, options, { ...event, headSha: event.payload.check_suite.head_sha });
}

async function rewrite(
  stores: Stores,
  { clock, onStale }: HandlerOptions,
  asked: { payload: Payload<"check_run" | "check_suite">; headSha: string; log: Logger },
): Promise<void> {
  const at = clock();
  const repository = await rememberRepository(stores, asked.payload, at);
  const runs = await stores.checkRuns.findByHead(repository.id, asked.headSha);
  for (const key of runs) await stores.checkRuns.markStale(key, { at, isUrgent: true, isForced: true });
  onStale();
  asked.log.debug({ checkRuns: runs.length }, "Check runs asked for again");
}
