// Long, because it is a table with the fields of each event.

import { z } from "zod";
import { robotOfBranch, robotOfDescription } from "../domain/attribution/automation.ts";
import { toolOfBranch } from "../domain/attribution/branches.ts";
import { toolOfLabel } from "../domain/attribution/labels.ts";
import { statementsOf } from "../domain/shipping/statements.ts";
import { toStoredAccount } from "./accounts.ts";
import { DEPLOYMENT_STATES } from "./deployment-states.ts";
import { REPOSITORY_FIELDS, withOwner } from "./payload-repository.ts";
import { REVIEW_STATES } from "./review-states.ts";

// A field is required only if GitHub's schema requires it and the handler needs it; `test/github/schemas.test.ts` holds
// every handled event and action to the schemas.

const account = z
  .object({ id: z.int(), login: z.string().nullish(), type: z.string().nullish() })
  .transform(toStoredAccount);
const addressed = {
  installation: z.object({ id: z.int() }),
  repository: z.object(REPOSITORY_FIELDS).transform(withOwner),
};
const time = z.iso.datetime({ offset: true });

const names = z.array(z.string());
const NO_CLAIMS = { reverts: [], repeats: [] };

/**
 * A text of a pull request, reduced to the names of the changes that it claims to revert or repeat, and the robot that
 * signed it.
 */
function claims(messageOf: (text: string) => string) {
  return z.union([
    // Payloads of earlier versions lack the robot, or hold a list of reverts only.
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

/** A label, reduced to the tool that it names. The trimmed form comes first. */
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
  /** The account that acted: it enabled the merge, or set a label. */
  sender: account.nullish(),
  /** The account that was assigned. */
  assignee: account.nullish(),
  label: label.nullish(),
  pull_request: z.object({
    number: z.int(),
    state: z.enum(["open", "closed"]),
    /** Payloads of earlier versions lack it. */
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
    // The trimmed form comes first. A branch is reduced to the tool or the robot that uses such names.
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
    /** The environment of the deployment itself. A status may name another one, which is then in `environment`. */
    original_environment: z.string().nullish(),
    production_environment: z.boolean().nullish(),
    transient_environment: z.boolean().nullish(),
    creator: account.nullish(),
  }),
  deployment_status: z.object({
    /** Payloads of earlier versions lack it. */
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
/** The files of the configuration; each folder may have its own attributes. */
const SETTINGS = /^\.github\/plimsoll\.ya?ml$|^(?:.*\/)?\.gitattributes$|^(?:\.github\/|docs\/)?CODEOWNERS$/s;

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
  /** The commit that a pushed tag names, also behind an annotated tag. */
  head_commit: z.object({ id: z.string() }).nullish(),
  // The trimmed form comes first: read as GitHub's form, it would seem to touch no file.
  commits: z.array(z.union([z.object({ id: z.string(), isConfig: z.boolean() }), pushedCommit])),
});

const release = z.object({
  ...addressed,
  // `created` is sent for drafts, and beside `published`.
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

/** Payloads of earlier versions lack the name. */
const coveredRepository = z.object({ id: z.int(), full_name: z.string().optional() });

const installation = z.object({
  action: z.enum(["created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"]),
  installation: z.object({
    id: z.int(),
    created_at: z.union([time, z.int()]).nullish(),
  }),
  /** GitHub may leave them out, although there are some. */
  repositories: z.array(coveredRepository).optional(),
});

const installationRepositories = z
  .object({
    action: z.enum(["added", "removed"]),
    installation: z.object({ id: z.int() }),
    // Payloads of earlier versions lack them.
    repositories_added: z.array(coveredRepository).default([]),
    /** Only the added ones need an id. */
    repositories_removed: z.array(coveredRepository.partial({ id: true })).default([]),
  })
  .superRefine(({ action, repositories_removed: removed }, context) => {
    const isUnsaid = action === "removed" && removed.some(({ id }) => id === undefined);
    if (isUnsaid)
      context.addIssue({ code: "custom", path: ["repositories_removed"], message: "one has no id" });
  });

/** The fields of each handled event that are read; all others are dropped before anything is stored. */
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

/** The stored part of an event's payload. */
export type Payload<Name extends EventName> = z.infer<(typeof PAYLOADS)[Name]>;

/** The fields that a pull request is read from; `sender` acted on it, and is absent when we fetched it ourselves. */
export type PullRequestSource = Pick<Payload<"pull_request">, "action" | "pull_request"> &
  Partial<Pick<Payload<"pull_request">, "sender" | "assignee" | "label">>;

/** The handled actions of each event; an event without an action counts as `created`. */
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
