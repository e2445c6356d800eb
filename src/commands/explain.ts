import { attributeChange } from "../domain/attribution/change-attribution.ts";
import { weekOf } from "../domain/metric/week.ts";
import { deriveShipping } from "../domain/shipping/shipping.ts";
import { ZONE } from "../jobs/update-check-runs.ts";
import { type Receipt, renderReceipt } from "../render/receipt.ts";
import type { StoredPullRequest } from "../storage/changes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { withRepository } from "./repository.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll explain`. */
export interface ExplainOptions {
  readonly json?: true;
}

/** Prints every fact about one pull request, and the rule that decided. Throws a `UserError` when it is not stored. */
export async function explain(change: string, { json }: ExplainOptions): Promise<void> {
  const [, fullName = "", number = ""] = /^(.+)#(\d+)$/.exec(change) ?? [];
  if (fullName === "") throw new UserError(`${change} is no pull request: write it as OWNER/REPO#12`);
  await withRepository(fullName, async (stores, repository) => {
    const pull = await stores.changes.find(repository.id, Number(number));
    if (pull === undefined)
      throw new UserError(`${change} is not stored: has anything happened to it since the installation?`);
    const receipt = await receiptOf(stores, repository, pull);
    process.stdout.write(json ? `${JSON.stringify(receipt, undefined, 2)}\n` : renderReceipt(receipt));
  });
}

async function receiptOf(stores: Stores, repository: Repository, pull: StoredPullRequest): Promise<Receipt> {
  const shipping = deriveShipping(await stores.histories.load(repository.id), new Date());
  const { change: _, ...shipped } = shipping.changes.get(`#${pull.number}`) ?? { change: undefined };
  const attribution = attributeChange(pull.author, pull.commits);
  const merge = pull.mergeSha && (await stores.commits.find(repository.id, pull.mergeSha));
  const isSquash = merge && merge.parents.length === 1;
  return {
    change: `${repository.owner}/${repository.name}#${pull.number}`,
    state: pull.state,
    mergedAt: pull.mergedAt,
    hasBuilder: pull.builder !== undefined,
    isEffective: pull.isEffective,
    attribution,
    commits: pull.commits,
    lostInSquash: isSquash ? attribution.tools.filter((tool) => !merge.tools.includes(tool)) : undefined,
    shipped: "outcome" in shipped ? shipped : undefined,
    week: pull.mergedAt && weekOf(pull.mergedAt, ZONE),
  };
}
