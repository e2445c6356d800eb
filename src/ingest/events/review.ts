import { fromReview } from "../../github/facts.ts";
import type { Stores } from "../../storage/stores.ts";
import { recordReview } from "../pull-requests.ts";
import { rememberRepository } from "../repository.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records a person's review: an approval, or the end of one. */
export function onReview(stores: Stores, { settings }: HandlerOptions): Handler<"pull_request_review"> {
  return async ({ octokit, payload, log, receivedAt }) => {
    const review = fromReview(payload, receivedAt);
    if (review === undefined) return;
    const repository = await rememberRepository(stores, payload, review.at);
    await recordReview(stores, review, { repository, settings: await settings.load(octokit, repository) });
    log.debug({ number: review.number, isApproval: review.isApproval }, "Review recorded");
  };
}
