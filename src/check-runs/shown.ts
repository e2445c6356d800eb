import { attributeChange } from "../domain/attribution/change-attribution.ts";
import { disclosureOf } from "../domain/attribution/disclosure.ts";
import { checkShow } from "../domain/policy.ts";
import type { StoredPullRequest } from "../domain/records/change.ts";
import type { Settings } from "../ingest/settings.ts";

/**
 * Whether a pull request gets a check run; `undefined` is the unknown one of a merge queue.
 *
 * `declared` hides a check run with nothing to show. It is shown everywhere where disclosure is required, since a
 * required check that is missing blocks a merge, and while the config is invalid.
 */
export function isShown(
  pull: StoredPullRequest | undefined,
  { policy: { check, disclosure }, problem }: Pick<Settings, "policy" | "problem">,
): boolean {
  const show = checkShow(check);
  if (show !== "declared") return show === "all";
  if (problem !== undefined || disclosure.policy === "require") return true;
  if (pull === undefined) return false;
  const isDeclared = attributeChange(pull.account, pull.commits, pull.labels).attribution === "declared";
  return (
    isDeclared || (disclosure.policy === "note" && disclosureOf(pull, disclosure.trailers) === "missing")
  );
}
