import { type AttributionRules, DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { rulesAt } from "../domain/shipping/rules.ts";
import type { Settings } from "./settings.ts";

/** What a change is read from. */
export interface Source {
  /** Absent for a push. */
  readonly number?: number;
  readonly baseSha: string;
  readonly headSha: string;
  readonly mergedAt: Date | undefined;
  readonly claimedReverts: readonly string[];
  readonly claimedRepeats: readonly string[];
}

/** The source of a change that was pushed. */
export function sourceOfPush(
  sha: string,
  { before, at }: { readonly before: string; readonly at: Date },
): Source {
  return { baseSha: before, headSha: sha, mergedAt: at, claimedReverts: [], claimedRepeats: [] };
}

/** What a change is read from, as text: it must be read again when that differs from `readFrom`. */
export function sourceOf(
  { baseSha, headSha, mergedAt, claimedReverts, claimedRepeats }: Source,
  { rules }: Settings,
): string {
  const inForce = rulesInForce(rules, mergedAt);
  const since = inForce ? [`rules@${inForce.since.getTime()}`] : [];
  const claims = [...claimedReverts, ...claimedRepeats.map((name) => `repeats:${name}`)];
  return [rangeKey({ base: baseSha, head: headSha }), ...since, ...claims].join(" ");
}

/** The rules of its merge; before, those of now. */
export function rulesInForce(
  rules: readonly StoredRules[],
  mergedAt: Date | undefined,
): StoredRules | undefined {
  return mergedAt === undefined ? rules.at(-1) : rulesAt(rules, mergedAt);
}

/** By what the commits of a change are read: the rules of its merge; before, those of now. */
export function attributionAt({ rules }: Settings, mergedAt: Date | undefined): AttributionRules {
  return rulesInForce(rules, mergedAt) ?? DEFAULT_ATTRIBUTION;
}
