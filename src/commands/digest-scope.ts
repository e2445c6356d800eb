import type { OrganizationSubject } from "../digests/digest-request.ts";
import { computeScopeDigest } from "../digests/scope-digest.ts";
import type { Digest } from "../domain/metric/digest.ts";
import { nameOfScope } from "../domain/metric/scope.ts";
import type { Week } from "../domain/metric/week.ts";
import type { Stores } from "../storage/stores.ts";
import { UserError } from "./user-error.ts";

/** The digest of a scope's week. Throws a `UserError` where there is no such scope, or where it is withheld. */
export async function scopeDigest(
  stores: Stores,
  request: OrganizationSubject & { readonly scope: string; readonly week: Week; readonly now: Date },
): Promise<Digest> {
  const { owner, scope, week } = request;
  const found = await computeScopeDigest(stores, request);
  if ("digest" in found) return found.digest;
  if ("known" in found) {
    const others = found.known.length === 0 ? "it has none" : `it has ${found.known.join(", ")}`;
    throw new UserError(`${owner} has no scope ${scope} in ${week}: ${others}`);
  }
  throw new UserError(
    `${nameOfScope(owner, scope)} has no digest of ${week}: too few builders shipped in it, or in what it leaves of the organization, of a repository or of another scope`,
  );
}
