import { CHARGES, CHARGES_IN_TOTAL, type Charge } from "../domain/spend/fact.ts";
import { centsText, sumOfMicros } from "../domain/spend/money.ts";
import { readSpendEnv } from "../env.ts";
import { counted, printable } from "../operations/text.ts";
import { findOrganization } from "../spend/organization.ts";
import { type PulledDays, type PulledSource, pullSources } from "../spend/pull.ts";
import { CREDENTIALS, wantedSources } from "../spend/sources.ts";
import { withStores } from "./repository.ts";
import { findSpendOwner } from "./spend-owner.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll spend pull`. */
export interface SpendPullOptions {
  readonly owner?: string;
}

/**
 * Reads spend from the providers whose credentials are in the environment, and prints a line for each.
 *
 * The process ends with 1 when one could not be read. Throws a `UserError` where there is no credential.
 */
export async function pullSpend({ owner: named }: SpendPullOptions): Promise<void> {
  const variables = readSpendEnv(process.env);
  if (wantedSources(variables).length === 0)
    throw new UserError(`no credential is set: set one of ${CREDENTIALS.join(", ")} (see docs/spend.md)`);
  await withStores(async (stores) => {
    const name = named ?? variables.SPEND_OWNER;
    const found = await findOrganization(stores, name);
    if (found?.isSuspended)
      throw new UserError("the App is suspended in the organization: unsuspend it there, and read it then");
    const owner = found === undefined ? await findSpendOwner(stores, name) : found.owner;
    const organization = found?.organization;
    const clock = () => new Date();
    const pulled = await pullSources({ stores, variables, owner, organization, clock });
    process.stdout.write(pulled.map((each) => `${lineOf(each)}\n`).join(""));
    if (pulled.some(({ result }) => "error" in result)) process.exitCode = 1;
  }, "write");
}

function lineOf({ source, result }: PulledSource): string {
  const name = source.name.padEnd(19);
  if ("error" in result) return `${name}failed: ${printable(result.error)}`;
  const { days, restated, readThrough, notes } = result;
  const read = `${counted(days, "day")} read, ${restated} restated`;
  const parts = [read, totalText(result), source.basis, `read through ${readThrough}`, ...notes];
  return `${name}${parts.join("; ")}`;
}

/** The total of each currency, and the money that no total adds. */
function totalText({ totals }: PulledDays): string {
  const currencies = [...new Set(totals.map(({ currency }) => currency))].sort();
  const sumOf = (charges: readonly Charge[], of: string) =>
    sumOfMicros(
      totals
        .filter(({ charge, currency }) => charges.includes(charge) && currency === of)
        .map(({ amount }) => amount),
    );
  const apart = CHARGES.filter((charge) => !CHARGES_IN_TOTAL.includes(charge));
  const texts = currencies.flatMap((currency) => [
    `${centsText(sumOf(CHARGES_IN_TOTAL, currency))} ${currency}`,
    ...apart.flatMap((charge) => {
      const sum = sumOf([charge], currency);
      return sum === 0n ? [] : [`${charge} ${centsText(sum)} ${currency}`];
    }),
  ]);
  return texts.length === 0 ? "nothing spent" : texts.join(", ");
}
