import { fromReview } from "../github/facts.ts";
import type { Stores } from "../storage/stores.ts";
import { personOf } from "../sync/people.ts";
import { rememberRepository } from "../sync/repository.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records what a person's review says: an approval, or that there is none any more. */
export function onReview(stores: Stores, { settings }: HandlerOptions): Handler<"pull_request_review"> {
  return async ({ octokit, payload, log }) => {
    const review = fromReview(payload);
    if (review === undefined) return;
    const repository = await rememberRepository(stores, payload, review.at);
    const { current: rules } = await settings.of(octokit, repository);
    const reviewer = await personOf(stores, repository, { account: review.reviewer, rules });
    if (reviewer === undefined) return;
    await stores.reviews.save({ ...review, repositoryId: repository.id, reviewer });
    log.debug({ number: review.number, isApproval: review.isApproval }, "Review recorded");
  };
}
