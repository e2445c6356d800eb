import type { EventName } from "./payloads.ts";

/** Every action of GitHub's that this version knows, handled or not; any other is logged as new. */
export const KNOWN_ACTIONS: Readonly<Record<EventName, readonly string[]>> = {
  pull_request: [
    ...["assigned", "auto_merge_disabled", "auto_merge_enabled", "closed", "converted_to_draft"],
    ...["demilestoned", "dequeued", "edited", "enqueued", "labeled", "locked", "milestoned", "opened"],
    ...["ready_for_review", "reopened", "review_request_removed", "review_requested", "stacked"],
    ...["synchronize", "unassigned", "unlabeled", "unlocked"],
  ],
  pull_request_review: ["dismissed", "edited", "submitted"],
  push: ["created"],
  deployment_status: ["created"],
  release: ["created", "deleted", "edited", "prereleased", "published", "released", "unpublished"],
  merge_group: ["checks_requested", "destroyed"],
  repository: [
    ...["archived", "created", "deleted", "edited", "privatized", "publicized", "renamed", "transferred"],
    ...["unarchived", "anonymous_access_disabled", "anonymous_access_enabled"],
  ],
  check_run: ["completed", "created", "requested_action", "rerequested"],
  check_suite: ["completed", "requested", "rerequested"],
  installation: ["created", "deleted", "new_permissions_accepted", "suspend", "unsuspend"],
  installation_repositories: ["added", "removed"],
};
