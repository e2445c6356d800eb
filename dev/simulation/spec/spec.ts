import { z } from "zod";
import type { Change } from "../../../src/domain/shipping/change.ts";
import type { GraphCommit } from "../../../src/domain/shipping/commit-graph.ts";
import type { Deployment, ShippingRecord } from "../../../src/domain/shipping/deployment.ts";
import { rangeKey } from "../../../src/domain/shipping/ranges.ts";
import type { Release } from "../../../src/domain/shipping/release.ts";
import type { Rules } from "../../../src/domain/shipping/rules.ts";
import type { History } from "../../../src/domain/shipping/shipping.ts";

const instant = z.iso.datetime();
const names = z.array(z.string());

const rules = z.strictObject({
  since: instant,
  ship: z.enum(["auto", "deployments", "releases", "merges"]),
  production: names.nullable(),
  services: z.array(z.strictObject({ name: z.string(), environments: names, paths: names })),
  creators: names.nullable(),
});

const change = z.strictObject({
  id: z.string(),
  mergedAt: instant,
  carriers: names,
  commits: names,
  merges: names,
  rewritten: names,
  builder: z.string().nullable(),
  attribution: z.enum(["declared", "undeclared", "unknown", "automation"]),
  effective: z.boolean(),
  lines: z.int().nonnegative().nullable(),
  services: names,
  reverts: names,
  repeats: names,
  restating: names,
  patch: z.string().nullable(),
});

const status = z.strictObject({
  state: z.enum([
    ...(["error", "failure", "inactive", "in_progress", "pending", "queued", "success", "waiting"] as const),
  ]),
  at: instant,
  environment: z.string().nullable(),
  id: z.int().nullable(),
});

const deployment = z.strictObject({
  id: z.int().positive(),
  sha: z.string(),
  environment: z.string(),
  production: z.boolean(),
  transient: z.boolean(),
  creator: z.string().nullable(),
  statuses: z.array(status),
});

const release = z.strictObject({
  id: z.int().positive(),
  creator: z.string().nullable(),
  tellings: z.array(
    z.strictObject({
      at: instant,
      kind: z.enum(["change", "reading"]),
      tag: z.string(),
      state: z.enum(["released", "prereleased", "withdrawn", "deleted"]),
      publishedAt: instant.nullable(),
    }),
  ),
  tags: z.array(z.strictObject({ tag: z.string(), sha: z.string(), at: instant })),
});

/** The facts of one repository as `spec/README.md` describes them. */
export const specHistory = z.strictObject({
  zone: z.string(),
  asOf: instant,
  rules: z.array(rules),
  commits: z.record(z.string(), z.strictObject({ parents: names, tree: z.string().nullable() })),
  changes: z.array(change),
  deployments: z.array(deployment),
  releases: z.array(release),
  copies: z.array(z.strictObject({ sha: z.string(), pickedFrom: names, patch: z.string().nullable() })),
  unrelated: z.array(z.tuple([z.string(), z.string()])),
});

/** The facts of one repository as JSON. */
export type SpecHistory = z.infer<typeof specHistory>;

/** Where and when a history is asked about. */
export interface Asked {
  readonly zone: string;
  readonly now: Date;
}

/** Writes a history as JSON. */
export function toSpec(history: History, { zone, now }: Asked): SpecHistory {
  const { deployments } = history;
  return {
    zone,
    asOf: now.toISOString(),
    rules: history.rules.map(({ since, ship, production = null, services, creators = null }) => ({
      ...{ since: since.toISOString(), ship, production: production && [...production] },
      services: structuredClone(services) as SpecHistory["rules"][number]["services"],
      creators: creators && [...creators],
    })),
    commits: Object.fromEntries(
      [...history.graph].map(([sha, { parents, tree = null }]) => [sha, { parents: [...parents], tree }]),
    ),
    changes: history.changes.map(writeChange),
    deployments: deployments.filter((each) => each.kind === "deployment").map(writeDeployment),
    releases: deployments.filter((each) => each.kind === "release").map(writeRelease),
    copies: (history.sides ?? []).map(({ sha, pickedFrom, patchId = null }) => ({
      ...{ sha, pickedFrom: [...pickedFrom], patch: patchId },
    })),
    unrelated: [...history.unrelated].map((key) => pairOf(key)),
  };
}

/** Reads a history from JSON. */
export function fromSpec(spec: SpecHistory): History & Asked {
  return {
    zone: spec.zone,
    now: new Date(spec.asOf),
    rules: spec.rules.map(
      ({ since, production, creators, ...others }): Rules => ({
        ...others,
        since: new Date(since),
        production: production ?? undefined,
        creators: creators ?? undefined,
      }),
    ),
    graph: new Map(
      Object.entries(spec.commits).map(([sha, { parents, tree }]): [string, GraphCommit] => [
        sha,
        { parents, tree: tree ?? undefined },
      ]),
    ),
    changes: spec.changes.map(readChange),
    deployments: [...spec.deployments.map(readDeployment), ...spec.releases.map(readRelease)],
    sides: spec.copies.map(({ sha, pickedFrom, patch }) => ({
      ...{ sha, pickedFrom, patchId: patch ?? undefined },
    })),
    unrelated: new Set(spec.unrelated.map(([base, head]) => rangeKey({ base, head }))),
  };
}

type Written<Key extends "changes" | "deployments" | "releases"> = SpecHistory[Key][number];

function writeChange({ mergedAt, isEffective, patchId, pickedFrom, ...each }: Change): Written<"changes"> {
  const { id, attribution, builder = null, lines = null } = each;
  const lists = ["carriers", "commits", "merges", "rewritten", "services", "reverts", "restating"] as const;
  const copied = Object.fromEntries(lists.map((list) => [list, [...each[list]]])) as Pick<
    Written<"changes">,
    (typeof lists)[number]
  >;
  return {
    ...{ id, mergedAt: mergedAt.toISOString(), attribution, builder, lines, ...copied },
    ...{ effective: isEffective, repeats: [...pickedFrom], patch: patchId ?? null },
  };
}

function readChange(spec: Written<"changes">): Change {
  const { mergedAt, effective, repeats, patch, builder, lines, ...others } = spec;
  return {
    ...others,
    mergedAt: new Date(mergedAt),
    isEffective: effective,
    pickedFrom: repeats,
    patchId: patch ?? undefined,
    builder: builder ?? undefined,
    lines: lines ?? undefined,
    ...{ baseSha: "", isApproved: undefined, partial: [] },
  };
}

function writeDeployment({
  statuses,
  isProduction,
  isTransient,
  ...each
}: Deployment): Written<"deployments"> {
  const { id, sha, environment, creator } = each;
  return {
    ...{ id, sha, environment, production: isProduction, transient: isTransient },
    creator: creator?.id ?? null,
    statuses: statuses.map((status) => ({
      ...{ state: status.state, at: status.at.toISOString() },
      ...{ environment: status.environment ?? null, id: status.id ?? null },
    })),
  };
}

function readDeployment(spec: Written<"deployments">): ShippingRecord {
  const { production, transient, creator, statuses, ...others } = spec;
  return {
    kind: "deployment",
    ...others,
    ...{ isProduction: production, isTransient: transient, creator: creatorOf(creator) },
    statuses: statuses.map(({ state, at, environment, id }) => ({
      ...{ state, at: new Date(at), environment: environment ?? undefined, id: id ?? undefined },
    })),
  };
}

function writeRelease({ id, creator, releaseStates, tags }: Release): Written<"releases"> {
  return {
    ...{ id: -id, creator: creator?.id ?? null },
    tellings: releaseStates.map(({ at, publishedAt, ...state }) => ({
      ...{ ...state, at: at.toISOString(), publishedAt: publishedAt?.toISOString() ?? null },
    })),
    tags: tags.map((tag) => ({ ...tag, at: tag.at.toISOString() })),
  };
}

function readRelease({ id, creator, tellings, tags }: Written<"releases">): ShippingRecord {
  return {
    ...{ kind: "release", id: -id, creator: creatorOf(creator) },
    releaseStates: tellings.map(({ at, publishedAt, ...state }) => ({
      ...{
        ...state,
        at: new Date(at),
        publishedAt: publishedAt === null ? undefined : new Date(publishedAt),
      },
    })),
    tags: tags.map((tag) => ({ ...tag, at: new Date(tag.at) })),
  };
}

function creatorOf(id: string | null) {
  return id === null ? undefined : ({ id, kind: "app" } as const);
}

function pairOf(key: string): [string, string] {
  const [base = "", head = ""] = key.split("...");
  return [base, head];
}
