import { z } from "zod";
import { robotOfBranch, robotOfDescription } from "../domain/attribution/automation.ts";
import { toolOfBranch } from "../domain/attribution/branches.ts";
import { toolOfLabel } from "../domain/attribution/labels.ts";
import { statementsOf } from "../domain/shipping/statements.ts";
import { keptOf } from "./accounts.ts";
import { DEPLOYMENT_STATES } from "./deployment-states.ts";
import { REPOSITORY_FIELDS, withOwner } from "./payload-repository.ts";
import { REVIEW_STATES } from "./review-states.ts";

// Required is only what GitHub's schema requires and nothing can be done without; `test/github/schemas.test.ts` holds
// every handled event and action to the schemas.

const account = z
  .object({ id: z.int(), login: z.string().nullish(), type: z.string().nullish() })
  .transform(keptOf);
const addressed = {
  installation: z.object({ id: z.int() }),
  repository: z.object(REPOSITORY_FIELDS).transform(withOwner),
};
const time = z.iso.datetime({ offset: true });

const names = z.array(z.string());
const NO_CLAIMS = { reverts: [], repeats: [] };

/** A text of a pull request, of which only the names are kept that it claims something of, and the robot that signed it. */
function claims(messageOf: (text: string) => string) {
  return z.union([
    // What an earlier version stored lacks the robot, or is a list of what it reverts.
    z.object({ reverts: names, repeats: names, robot: z.string().nullish() }),
    names.transform((reverts) => ({ ...NO_CLAIMS, reverts, robot: null })),
    z
      .string()
      .nullish()
      .transform((text) => {
        const { reverts, repeats } = text == null ? NO_CLAIMS : statementsOf(messageOf(text));
        return { reverts, repeats, robot: robotOfDescription(text ?? "") ?? null };
      }),
  ]);
}

/** Of a label only the tool is kept that it names. What is trimmed already comes first. */
const label = z.union([
  z.object({ tool: z.string().nullable() }),
  z.object({ name: z.string() }).transform(({ name }) => ({ tool: toolOfLabel(name) ?? null })),
]);

const pullRequest = z.object({
  ...addressed,
  action: z.enum([
    ...["opened", "reopened", "synchronize", "edited", "closed"],
    ...["assigned", "enqueued", "auto_merge_enabled", "labeled", "unlabeled"],
  ] as const),
  /** Who did it: who had it merged, or set a label. */
  sender: account.nullish(),
  /** Who was assigned. */
  assignee: account.nullish(),
  label: label.nullish(),
  pull_request: z.object({
    number: z.int(),
    state: z.enum(["open", "closed"]),
    /** What an earlier version stored lacks it. */
    created_at: time.nullish(),
    updated_at: time,
    merged_at: time.nullish(),
    closed_at: time.nullish(),
    merge_commit_sha: z.string().nullish(),
    merged_by: account.nullish(),
    /** Null when the account was deleted. */
    user: account.nullish(),
    assignees: z.array(account.nullable()).nullish(),
    /** The tools that its labels name. */
    labels: z.array(label).nullish(),
    title: claims((title) => title),
    body: claims((description) => `\n\n${description}`),
    base: z.object({ sha: z.string() }),
    // What is trimmed already comes first. Of the branch only the tool or the robot is kept whose branches are called so.
    head: z.union([
      z.object({ sha: z.string(), tool: z.string().nullable(), robot: z.string().nullish() }),
      z.object({ sha: z.string(), ref: z.string().nullish() }).transform(({ sha, ref }) => {
        return { sha, tool: toolOfBranch(ref ?? "") ?? null, robot: robotOfBranch(ref ?? "") ?? null };
      }),
    ]),
  }),
});

const deploymentStatus = z.object({
  ...addressed,
  // GitHub Enterprise Server before 3.3 sends none.
  action: z.literal("created").default("created"),
  deployment: z.object({
    id: z.int(),
    sha: z.string(),
    environment: z.string(),
    /** What it was filed for: a status may name another environment, and then `environment` is that. */
    original_environment: z.string().nullish(),
    production_environment: z.boolean().nullish(),
    transient_environment: z.boolean().nullish(),
    creator: account.nullish(),
  }),
  deployment_status: z.object({
    /** What an earlier version stored lacks it. */
    id: z.int().nullish(),
    state: z.enum(DEPLOYMENT_STATES),
    environment: z.string().nullish(),
    created_at: time,
  }),
});

const review = z.object({
  ...addressed,
  action: z.enum(["submitted", "dismissed"]),
  review: z.object({
    state: z.string().toLowerCase().pipe(z.enum(REVIEW_STATES)),
    submitted_at: time.nullish(),
    updated_at: time.nullish(),
    user: account.nullish(),
  }),
  pull_request: z.object({ number: z.int() }),
});

/** GitHub lists at most 2,048 commits of a push. */
const pushedCommit = z
  .object({
    id: z.string(),
    added: z.array(z.string()).nullish(),
    modified: z.array(z.string()).nullish(),
    removed: z.array(z.string()).nullish(),
  })
  .transform(({ id, added, modified, removed }) => ({
    id,
    isConfig: [...(added ?? []), ...(modified ?? []), ...(removed ?? [])].some((path) => SETTINGS.test(path)),
  }));
/** The files that say what counts; a folder may have attributes of its own. */
const SETTINGS = /^\.github\/plimsoll\.ya?ml$|^(?:.*\/)?\.gitattributes$/s;

const push = z.object({
  installation: addressed.installation,
  repository: z
    .object({
      ...REPOSITORY_FIELDS,
      default_branch: z.string(),
      /** The time of the push. */
      pushed_at: z.union([z.int(), time]).nullish(),
    })
    .transform(withOwner),
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  forced: z.boolean(),
  created: z.boolean(),
  deleted: z.boolean(),
  sender: account.nullish(),
  /** The commit that a pushed tag names, also where the tag is an object of its own. */
  head_commit: z.object({ id: z.string() }).nullish(),
  // What is trimmed already comes first: as a commit of GitHub's it would seem to touch no file.
  commits: z.array(z.union([z.object({ id: z.string(), isConfig: z.boolean() }), pushedCommit])),
});

const release = z.object({
  ...addressed,
  // `created` tells of drafts, and of what `published` tells of too.
  action: z.enum(["published", "released", "prereleased", "edited", "unpublished", "deleted"]),
  release: z.object({
    id: z.int(),
    tag_name: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    published_at: time.nullish(),
    /** Only newer servers send it. */
    updated_at: time.nullish(),
    author: account.nullish(),
  }),
});

/** The branch of a merge queue names the pull request whose turn it is. */
const mergeGroup = z.object({
  ...addressed,
  action: z.literal("checks_requested"),
  merge_group: z.union([
    z.object({ head_sha: z.string(), number: z.int() }),
    z
      .object({ head_sha: z.string(), head_ref: z.string() })
      .transform(({ head_sha, head_ref }) => ({ head_sha, number: queuedNumber(head_ref) })),
  ]),
});

/** The number of a pull request in `refs/heads/gh-readonly-queue/main/pr-12-a1b2c3…`; 0 when there is none. */
function queuedNumber(ref: string): number {
  return Number(/\/pr-(\d{1,9})-[^/]*$/.exec(ref)?.[1] ?? 0);
}

const repository = z.object({
  ...addressed,
  action: z.enum([
    "renamed",
    "transferred",
    "edited",
    "deleted",
    "publicized",
    "privatized",
    "archived",
    "unarchived",
  ]),
});

const checkRun = z.object({
  ...addressed,
  action: z.literal("rerequested"),
  check_run: z.object({ head_sha: z.string() }),
});

const checkSuite = z.object({
  ...addressed,
  action: z.literal("rerequested"),
  check_suite: z.object({ head_sha: z.string() }),
});

/** What an earlier version stored lacks the name. */
const coveredRepository = z.object({ id: z.int(), full_name: z.string().optional() });

const installation = z.object({
  action: z.enum(["created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"]),
  installation: z.object({
    id: z.int(),
    created_at: z.union([time, z.int()]).nullish(),
  }),
  /** GitHub may leave them out: that is not to say that there are none. */
  repositories: z.array(coveredRepository).optional(),
});

const installationRepositories = z
  .object({
    action: z.enum(["added", "removed"]),
    installation: z.object({ id: z.int() }),
    // What an earlier version stored lacks them.
    repositories_added: z.array(coveredRepository).default([]),
    /** Beside those that are added, none need say which it is. */
    repositories_removed: z.array(coveredRepository.partial({ id: true })).default([]),
  })
  .superRefine(({ action, repositories_removed: removed }, context) => {
    const isUnsaid = action === "removed" && removed.some(({ id }) => id === undefined);
    if (isUnsaid)
      context.addIssue({ code: "custom", path: ["repositories_removed"], message: "one has no id" });
  });

/** The fields that are read of each event that is handled; all others are dropped before anything is stored. */
export const PAYLOADS = {
  pull_request: pullRequest,
  pull_request_review: review,
  push,
  deployment_status: deploymentStatus,
  release,
  merge_group: mergeGroup,
  repository,
  check_run: checkRun,
  check_suite: checkSuite,
  installation,
  installation_repositories: installationRepositories,
} as const;

/** The events that are handled. */
export type EventName = keyof typeof PAYLOADS;

/** What is kept of an event's payload. */
export type Payload<Name extends EventName> = z.infer<(typeof PAYLOADS)[Name]>;

/** A pull request as a payload tells it; whoever did something to it, unless it was only asked for. */
export type PullRequestTold = Pick<Payload<"pull_request">, "action" | "pull_request"> &
  Partial<Pick<Payload<"pull_request">, "sender" | "assignee" | "label">>;

/** Which actions of each event are handled; an event without an action counts as `created`. */
export const ACTIONS: Readonly<Record<EventName, readonly string[]>> = {
  pull_request: pullRequest.shape.action.options,
  pull_request_review: review.shape.action.options,
  // A push has no action.
  push: ["created"],
  deployment_status: ["created"],
  release: release.shape.action.options,
  merge_group: [...mergeGroup.shape.action.values],
  repository: repository.shape.action.options,
  check_run: [...checkRun.shape.action.values],
  check_suite: [...checkSuite.shape.action.values],
  installation: installation.shape.action.options,
  installation_repositories: installationRepositories.shape.action.options,
};
