import { z } from "zod";
import type { KnownRange, Paging } from "../../domain/records/backfill.ts";
import type { OwnedFiles } from "../../domain/scopes/codeowners.ts";
import type { NamedScope } from "../../domain/scopes/named-scopes.ts";
import type { Service } from "../../domain/shipping/rules.ts";
import { agents, evidence, hints } from "./attribution.ts";
import { digest } from "./digest.ts";
import { jsonForm, type Keys } from "./form.ts";
import { notificationMessage } from "./notification.ts";
import { policy } from "./policy.ts";
import { spendDeclaration } from "./spend.ts";

const texts: z.ZodType<readonly string[]> = z.array(z.string());

const services: z.ZodType<readonly Service[]> = z.array(
  z.object({ name: z.string(), environments: z.array(z.string()), paths: z.array(z.string()) }),
);

const ownedFiles: z.ZodType<readonly OwnedFiles[]> = z.array(
  z.object({ pattern: z.string(), teams: z.array(z.string()) }),
);

const namedScopes: z.ZodType<readonly NamedScope[]> = z.array(
  z.object({
    name: z.string(),
    repositories: z.array(z.object({ name: z.string(), id: z.int().exactOptional() })),
    paths: z.array(z.string()).exactOptional(),
    services: z.array(z.string()).exactOptional(),
    codeowners: z.array(z.string()).exactOptional(),
  }),
);

const paging: z.ZodType<Paging> = z.object({ size: z.int(), refused: z.int(), answered: z.int() });

const knownRange: z.ZodType<KnownRange> = z.object({
  branch: z.string(),
  base: z.string().optional(),
  head: z.string(),
  isComplete: z.boolean(),
} satisfies Keys<KnownRange>);

/**
 * The forms of the JSON columns, by table. Two others have a form elsewhere: `backfills.cursor` and
 * `rules.gitattributes`.
 */
export const BACKFILLS = {
  paging: jsonForm("backfills.paging", paging),
  knownRange: jsonForm("backfills.stretch", knownRange),
  problems: jsonForm("backfills.problems", texts),
};

export const CHANGES = {
  authorTools: jsonForm("changes.author_tools", texts),
  claimedReverts: jsonForm("changes.claimed_reverts", texts),
  claimedRepeats: jsonForm("changes.claimed_repeats", texts),
  services: jsonForm("changes.services", texts),
  scopes: jsonForm("changes.scopes", texts),
};

export const CODE_OWNERS = { lines: jsonForm("code_owners.lines", ownedFiles) };

export const COMMITS = {
  parents: jsonForm("commits.parents", texts),
  tools: jsonForm("commits.tools", texts),
  evidence: jsonForm("commits.evidence", evidence),
  hints: jsonForm("commits.hints", hints),
};

/** The event decides which fields are read: see `github/payloads.ts`. */
export const DELIVERIES = { payload: jsonForm("deliveries.payload", z.record(z.string(), z.unknown())) };

export const LANDING_CLAIMS = { commits: jsonForm("landing_claims.commits", texts) };

export const NOTIFICATIONS = { message: jsonForm("notifications.message", notificationMessage) };

export const NOTES = { evidence: jsonForm("notes.evidence", evidence) };

export const OWNER_SETTINGS = { policy: jsonForm("owner_settings.policy", policy) };

export const PUSHES = { commits: jsonForm("pushes.commits", texts) };

export const RULES = {
  production: jsonForm("rules.production", texts),
  services: jsonForm("rules.services", services),
  agents: jsonForm("rules.agents", agents),
  exclude: jsonForm("rules.exclude", texts),
  creators: jsonForm("rules.creators", texts),
  bots: jsonForm("rules.bots", texts),
};

export const SCOPE_DECLARATIONS = { scopes: jsonForm("scope_declarations.scopes", namedScopes) };

export const SEALED_WEEKS = { digest: jsonForm("sealed_weeks.digest", digest) };

export const SETTINGS = { policy: jsonForm("settings.policy", policy) };

export const SPEND_DECLARATIONS = {
  declaration: jsonForm("spend_declarations.declaration", spendDeclaration),
};
