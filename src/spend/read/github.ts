import { z } from "zod";
import { createBillingClient } from "../../github/billing.ts";
import { askPatiently, understand } from "./answers.ts";
import { exact } from "./pages.ts";
import type { Access, FoundSpend, ReadingRequest } from "./reader.ts";
import { notRead, ReadingError } from "./reading-error.ts";

/** Asks GitHub's API with the parsed answer as the result. Throws a `ReadingError`. */
type AskGitHub = (
  route: `GET ${string}`,
  parameters?: Readonly<Record<string, string | number>>,
) => Promise<unknown>;

/** Of a budget only its product and whether it stops use. It also names people who are told of it. */
const budget = z.object({
  budget_scope: z.string(),
  prevent_further_usage: z.boolean(),
  budget_product_sku: z.string().optional(),
  budget_product_skus: z.array(z.string()).optional(),
});
const budgets = z.object({ budgets: z.array(budget), has_next_page: z.boolean().optional() });
const copilot = z.object({
  seat_breakdown: z.object({ total: exact.optional(), active_this_cycle: exact.optional() }),
});

/** The scopes of budgets that hold for the whole organization. Budgets of users are never requested. */
const SCOPES = ["organization", "enterprise"] as const;
const MOST_PAGES = 100;
/** The products of a budget that stops AI tools. */
const AI_BUDGETS = /copilot|ai.?credit|premium.?request/i;

/** Makes a client for the reports of an organization. Throws a `ReadingError` where it is not known. */
export function askGitHub({ organization }: ReadingRequest, access: Access): AskGitHub {
  if (organization === undefined)
    throw new ReadingError(
      "the organization on GitHub is not known: install the app there, or set SPEND_OWNER to its name",
    );
  const send = createBillingClient(access.url, access.credential);
  return (route, parameters = {}) =>
    askPatiently(access, () => send(route, { org: organization, ...parameters }));
}

/** Reads whether a budget stops AI tools, and the seats of Copilot: their number, and how many were used. */
export async function readProvider(
  ask: AskGitHub,
  { vendor }: Access,
): Promise<Pick<FoundSpend, "provider" | "notes">> {
  const notes: string[] = [];
  const orNote = (what: string) => (error: unknown) => {
    notes.push(notRead(what, error));
    return undefined;
  };
  const hasHardLimit = await readHardLimit(ask, vendor).catch(orNote("the budgets"));
  const seats = await ask("GET /orgs/{org}/copilot/billing")
    .then((answer) => understand(vendor, copilot, answer).seat_breakdown)
    .catch(orNote("the Copilot seats"));
  const counts = { seats: countOf(seats?.total), activeSeats: countOf(seats?.active_this_cycle) };
  return { provider: { hasHardLimit, ...counts }, notes };
}

function countOf(value: z.infer<typeof exact> | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

async function readHardLimit(ask: AskGitHub, vendor: Access["vendor"]): Promise<boolean> {
  for (const scope of SCOPES)
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const route = "GET /organizations/{org}/settings/billing/budgets";
      const answer = await ask(route, { scope, page, per_page: 100 });
      const { budgets: listed, has_next_page: hasMore } = understand(vendor, budgets, answer);
      if (listed.some(stopsAi)) return true;
      if (!hasMore) break;
    }
  return false;
}

function stopsAi(each: z.infer<typeof budget>): boolean {
  const isOfAll = SCOPES.some((scope) => scope === each.budget_scope);
  const products = [each.budget_product_sku ?? [], each.budget_product_skus ?? []].flat();
  return isOfAll && each.prevent_further_usage && products.some((product) => AI_BUDGETS.test(product));
}
