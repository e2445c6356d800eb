import { createHash, createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { SECRET, type Webhook } from "../acknowledge/payloads.ts";

/** How much happens where. */
export interface Happening {
  readonly repositories: number;
  readonly deliveries: number;
  /** Repositories of one installation. */
  readonly perInstallation: number;
  /** How many repositories there are beside, in which nothing happens; all of one more installation. */
  readonly others?: number;
}

interface Captured {
  readonly action?: string;
  readonly ref?: string;
  readonly deployment?: { readonly environment: string };
}

const require = createRequire(import.meta.url);
const captures: readonly { name: string; examples: readonly Captured[] }[] =
  require("@octokit/webhooks-examples/api.github.com/index.json");

/** What happens to a pull request, from its opening to production. */
const STEPS = ["opened", "synchronize", "closed", "push", "in_progress", "success"] as const;
type Step = (typeof STEPS)[number];

/** After the past that a store may be filled with: `organization-file.ts`. */
const START = Date.parse("2026-11-20T08:00Z");
const [OWNER, NAME, ID] = ["Codertocat", "Hello-World", "186853002"];

/**
 * Captures of what happens to pull requests, made those of many repositories: each opened, pushed to, merged, pushed to the
 * default branch, and deployed.
 *
 * Where there are fewer deliveries than steps for each repository, each repository gets another step.
 */
export function happening({ repositories, deliveries, perInstallation, others = 0 }: Happening): Webhook[] {
  const isSparse = deliveries < repositories * STEPS.length;
  return Array.from({ length: deliveries }, (_, index) => {
    const repository = index % repositories;
    const turn = Math.floor(index / repositories) + (isSparse ? repository : 0);
    const step = STEPS[turn % STEPS.length] as Step;
    const number = 1 + Math.floor(turn / STEPS.length);
    const installation = 2 + Math.floor(repository / perInstallation);
    const at = new Date(START + index * 1_000);
    return signed(step, { repository: others + repository + 1, installation, number, at });
  });
}

interface Place {
  readonly repository: number;
  readonly installation: number;
  readonly number: number;
  readonly at: Date;
}

function signed(step: Step, place: Place): Webhook {
  const { event, template } = TEMPLATES[step];
  const { repository, installation } = place;
  const payload = { ...template, ...facts(step, place), installation: { id: installation } };
  const body = JSON.stringify(payload)
    .replaceAll(ID, String(repository))
    .replaceAll(OWNER, `owner-${installation}`)
    .replaceAll(NAME, `repository-${repository}`);
  return { event, body, signature: `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}` };
}

/** Ends with how many commits it has beside its base: see `github.ts`. */
function shaOf(name: string, { repository, number }: Pick<Place, "repository" | "number">, commits: number) {
  const hash = createHash("sha1").update(`${name} ${repository} ${number}`).digest("hex");
  return `${hash.slice(0, 39)}${commits}`;
}

function facts(step: Step, place: Place): object {
  const { template } = TEMPLATES[step];
  const { repository, number, at } = place;
  const [base, head, longer, merged] = [
    shaOf("merged", { repository, number: number - 1 }, 1),
    ...[shaOf("head", place, 1), shaOf("head", place, 2), shaOf("merged", place, 1)],
  ];
  const time = at.toISOString();
  if (step === "push") {
    const pushed = { ...template.repository, default_branch: "main", pushed_at: at.getTime() / 1_000 };
    const commit = { id: merged, message: "Add it (#1)", added: [], modified: ["src/add.ts"], removed: [] };
    const commits = { commits: [commit], head_commit: commit };
    return { ref: "refs/heads/main", before: base, after: merged, repository: pushed, ...commits };
  }
  if (step === "in_progress" || step === "success") {
    const id = repository * 100_000 + number;
    const status = { id: 2 * id + (step === "success" ? 1 : 0), state: step, environment: "production" };
    return {
      deployment: { ...template.deployment, id, sha: merged, created_at: time },
      deployment_status: { ...template.deployment_status, ...status, created_at: time },
    };
  }
  const isMerged = step === "closed";
  const merge = { merged: isMerged, merged_at: isMerged ? time : null, merge_commit_sha: merged };
  const pull = template.pull_request;
  return {
    pull_request: {
      ...{ ...pull, ...merge, number, updated_at: time, created_at: new Date(START).toISOString() },
      ...{ state: isMerged ? "closed" : "open", closed_at: isMerged ? time : null },
      merged_by: isMerged ? pull.user : null,
      base: { ...pull.base, sha: base },
      head: { ...pull.head, sha: step === "opened" ? head : longer },
    },
  };
}

type Template = Captured & {
  readonly repository: object;
  readonly deployment: object;
  readonly deployment_status: object;
  readonly pull_request: {
    readonly user: object;
    readonly base: object;
    readonly head: object;
  };
};

const TEMPLATES = Object.fromEntries(
  STEPS.map((step) => {
    const event = step === "push" ? "push" : step.endsWith("s") ? "deployment_status" : "pull_request";
    return [step, { event, template: capture(event, step) }];
  }),
) as Record<Step, { readonly event: string; readonly template: Template }>;

function capture(event: string, action: Step): Template {
  const { examples } = captures.find(({ name }) => name === event) ?? { examples: [] };
  const found = examples.find(({ action: done, ref, deployment }) =>
    event === "push"
      ? ref?.startsWith("refs/heads/")
      : done === action || deployment?.environment === "production",
  );
  if (found === undefined) throw new Error(`there is no capture of ${event} ${action}`);
  return found as Template;
}
