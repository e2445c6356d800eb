import type { Digest } from "../metric/digest.ts";
import { type WeekReceipts, weekReceipts } from "./week-receipts.ts";

/** The receipts of several repositories, which together give the numbers of their organization. */
export interface OrganizationReceipts extends Omit<WeekReceipts, "shipChoice" | "deployments" | "changes"> {
  /** The repositories whose receipts do not count, since only merges are known of them, or by their config. */
  readonly leftOut: readonly string[];
  readonly repositories: readonly WeekReceipts[];
}

/** Combines the receipts of repositories with the digest of their organization. */
export function organizationReceipts(
  digest: Digest,
  { zone, asOf, ...rest }: Pick<OrganizationReceipts, "zone" | "asOf" | "leftOut" | "repositories">,
): OrganizationReceipts {
  const none = { shipChoice: null, deployments: [], changes: [] };
  const { shipChoice, deployments, changes, ...numbers } = weekReceipts(digest, { zone, asOf, ...none });
  return { ...numbers, ...rest };
}
