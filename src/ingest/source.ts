import { type AttributionRules, DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { DatedOwners } from "../domain/scopes/codeowners.ts";
import { scopesInForce } from "../domain/scopes/membership.ts";
import { isPartial } from "../domain/scopes/named-scopes.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { rulesAt } from "../domain/shipping/rules.ts";
import type { Settings } from "./settings.ts";

/** The source of a change's facts. */
export interface Source {
  /** Absent for a push. */
  readonly number?: number;
  readonly baseSha: string;
  readonly headSha: string;
  readonly mergedAt: Date | undefined;
  readonly claimedReverts: readonly string[];
  readonly claimedRepeats: readonly string[];
}

/** The source of a push's facts. */
export function sourceOfPush(
  sha: string,
  { before, at }: { readonly before: string; readonly at: Date },
): Source {
  return { baseSha: before, headSha: sha, mergedAt: at, claimedReverts: [], claimedRepeats: [] };
}

/** The source of a change's facts as text. The change must be read again when it differs from `readFrom`. */
export function sourceOf(
  { baseSha, headSha, mergedAt, claimedReverts, claimedRepeats }: Source,
  settings: Settings,
): string {
  const inForce = rulesInForce(settings.rules, mergedAt);
  const since = inForce ? [`rules@${inForce.since.getTime()}`] : [];
  const named = scopesInForce(settings.scopes ?? [], mergedAt);
  // Scopes of whole repositories do not depend on what a change touches.
  if (named?.scopes.some(isPartial)) since.push(`scopes@${named.since.getTime()}`);
  const owned = ownersInForce(settings, mergedAt);
  if (owned !== undefined && named?.scopes.some(({ codeowners }) => codeowners !== undefined))
    since.push(`owners@${owned.since.getTime()}`);
  const claims = [...claimedReverts, ...claimedRepeats.map((name) => `repeats:${name}`)];
  return [rangeKey({ base: baseSha, head: headSha }), ...since, ...claims].join(" ");
}

/** The rules in force at the merge; before the merge, the present ones. */
export function rulesInForce(
  rules: readonly StoredRules[],
  mergedAt: Date | undefined,
): StoredRules | undefined {
  return mergedAt === undefined ? rules.at(-1) : rulesAt(rules, mergedAt);
}

/** The lines of `CODEOWNERS` in force at the merge; before the merge, the present ones. */
export function ownersInForce(
  { codeowners = [] }: Settings,
  mergedAt: Date | undefined,
): DatedOwners | undefined {
  return mergedAt === undefined ? codeowners.at(-1) : rulesAt(codeowners, mergedAt);
}

/** The rules for reading the commits of a change: those in force at its merge; before the merge, the present ones. */
export function attributionAt({ rules }: Settings, mergedAt: Date | undefined): AttributionRules {
  return rulesInForce(rules, mergedAt) ?? DEFAULT_ATTRIBUTION;
}
