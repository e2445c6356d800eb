import type { Stores } from "../../storage/stores.ts";
import { rememberRepository } from "../repository.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Requests a check run on the head of a merge queue's branch, where a required check must be present too. */
export function onMergeGroup(stores: Stores, { clock, onStale }: HandlerOptions): Handler<"merge_group"> {
  return async ({ payload, log }) => {
    const { head_sha: headSha, number } = payload.merge_group;
    const repository = await rememberRepository(stores, payload, clock());
    const key = { repositoryId: repository.id, headSha, number };
    await stores.checkRuns.markStale(key, { at: clock(), isUrgent: true, isQueueHead: true });
    onStale();
    log.debug({ number }, "Merge queue recorded");
  };
}
