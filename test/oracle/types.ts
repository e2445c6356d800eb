// The JSON documents of spec/README.md. Every time is an ISO string in UTC.

export interface Commit {
  parents: string[];
  tree: string | null;
}

export interface ServiceRule {
  name: string;
  environments: string[];
}

export interface Rules {
  since: string;
  ship: "auto" | "deployments" | "releases" | "merges";
  production: string[] | null;
  /** A list of services, or a mapping from a name to its environments: both are read. */
  services: ServiceRule[] | Record<string, { environments: string[] } | string[]> | null;
  creators: (number | string)[] | null;
}

export interface Change {
  id: string;
  mergedAt: string;
  carriers: string[];
  commits: string[];
  merges: string[];
  rewritten: string[];
  builder: string | number | null;
  attribution: "declared" | "undeclared" | "unknown" | "automation";
  effective: boolean;
  lines: number | null;
  services: string[];
  reverts: string[];
  repeats: string[];
  restating: string[];
  patch: string | null;
}

export interface Status {
  state: string;
  at: string;
  environment: string | null;
  id: number | null;
}

export interface Deployment {
  id: number;
  sha: string;
  environment: string;
  production: boolean;
  transient: boolean;
  creator: number | string | null;
  statuses: Status[];
}

export interface Telling {
  at: string;
  kind: "change" | "reading";
  tag: string;
  state: "released" | "prereleased" | "withdrawn" | "deleted";
  publishedAt: string | null;
}

export interface TagFact {
  tag: string;
  sha: string;
  at: string;
}

export interface Release {
  id: number;
  creator: number | string | null;
  tellings: Telling[];
  tags: TagFact[];
}

export interface Copy {
  sha: string;
  pickedFrom: string[];
  patch: string | null;
}

export interface History {
  zone: string;
  asOf: string;
  rules: Rules[];
  commits: Record<string, Commit>;
  changes: Change[];
  deployments: Deployment[];
  releases: Release[];
  copies: Copy[];
  unrelated: [string, string][];
}

type OutsideOrPending = "outside" | "pending";
export type Outcome =
  | OutsideOrPending
  | "automation"
  | "ineffective"
  | "rework"
  | "withdrawn"
  | "undone"
  | "net";

export type Place =
  | "counted"
  | "untrusted-creator"
  | "preview"
  | "not-production"
  | "failed"
  | "range-unknown"
  | "baseline"
  | "same-commit"
  | "rollback"
  | "no-effective-change";

export interface Undone {
  by: string;
  at: string;
  late: boolean;
}

export interface ChangeResult {
  outcome: Outcome;
  arrivedAt: string | null;
  undone: Undone | null;
}

export interface DeploymentResult {
  id: number;
  kind: "deployment" | "release";
  environment: string;
  at: string;
  place: Place;
}

export interface WeekResult {
  week: string;
  state: "open" | "complete" | "settled" | "final";
  completedAt: string | null;
  total: number;
  aiAssisted: number;
  unknown: number;
  builders: number;
  merged: number;
  counted: number;
  seen: number;
}

export interface Result {
  changes: Record<string, ChangeResult>;
  deployments: DeploymentResult[];
  weeks: WeekResult[];
}
