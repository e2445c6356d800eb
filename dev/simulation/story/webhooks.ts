import { textsOf } from "../past/github-past-graphql.ts";
import type { Delivery } from "./story.ts";

/** When GitHub received what a delivery tells. */
export function timeOf(delivery: Delivery): Date {
  const { event, payload } = delivery;
  switch (event) {
    case "pull_request":
      return new Date(payload.pull_request.updated_at);
    case "pull_request_review":
      return new Date(payload.review.submitted_at);
    case "push":
      return new Date(payload.repository.pushed_at * 1_000);
    case "release":
      return delivery.receivedAt;
    case "deployment_status":
      return new Date(payload.deployment_status.created_at);
  }
}

/** The commits that a delivery names: GitHub's API may know them somewhat later. */
export function commitsNamed({ event, payload }: Delivery): readonly string[] {
  switch (event) {
    case "pull_request": {
      const { base, head, merge_commit_sha: merge } = payload.pull_request;
      return [base.sha, head.sha, ...(merge === null ? [] : [merge])];
    }
    case "push":
      return [payload.before, payload.after];
    case "deployment_status":
      return [payload.deployment.sha];
    default:
      return [];
  }
}

/** How GitHub tells something. */
export interface Telling {
  /** Whether what GitHub may leave out, and changes nothing, is left out. */
  readonly isLeast: boolean;
}

/** A delivery in the form in which GitHub sends it: nothing of it is trimmed yet. */
export function asSent(delivery: Delivery, { isLeast }: Telling): object {
  const sent = untrimmed(delivery);
  return isLeast ? withoutOptional(delivery, sent) : sent;
}

function untrimmed({ event, payload }: Delivery): object {
  if (event === "push") return { ...payload, commits: payload.commits.map(({ id }) => pushedCommit(id)) };
  if (event !== "pull_request") return payload;
  const { title, body, head, ...pull } = payload.pull_request;
  return {
    ...payload,
    pull_request: {
      ...pull,
      ...textsOf({ title, body }),
      head: { sha: head.sha, ref: "work" },
    },
  };
}

function pushedCommit(id: string): object {
  return { id, message: "Work", added: [], modified: ["src/a.ts"], removed: [] };
}

/** Who did it is told elsewhere, unless somebody pushed; a status has its deployment's environment. */
function withoutOptional({ event, payload }: Delivery, sent: object): object {
  const { sender: _, ...rest } = { sender: undefined, ...sent };
  if (event === "push") return sent;
  if (event !== "deployment_status") return rest;
  const { deployment, deployment_status: status } = payload;
  if (status.environment !== deployment.environment) return rest;
  const { environment: __, ...told } = status;
  return { ...rest, deployment_status: told };
}
