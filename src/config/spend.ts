import { z } from "zod";
import type { SpendDeclaration } from "../domain/spend/declared.ts";
import { NOTHING_DECLARED } from "../domain/spend/declared.ts";
import { MOST_ENTRIES, scopeName } from "./checks.ts";
import { amount, currency, day, PERIODS } from "./money.ts";
import { rates, toRates } from "./rates.ts";
import { describeValue } from "./values.ts";

const MOST_SEATS = 1_000_000;

const toolId = z.string().regex(/^[a-z][a-z0-9-]*$/, {
  error: ({ input }) => `${describeValue(input)}: not the id of a tool, such as "claude-code"`,
});

const seats = z
  .strictObject({
    tool: toolId.describe("The id of the tool, as in docs/attribution.md"),
    count: z.int().min(1).max(MOST_SEATS).describe("The number of seats"),
    price: amount.describe("The price of one seat for a period"),
    currency: currency.optional().describe("Its currency, if not `spend.currency`"),
    per: z.enum(PERIODS).default("month").describe("The period of the price"),
    from: day.describe("The first day on which they are paid for"),
    until: day.optional().describe("The last day"),
  })
  .refine(({ from, until = from }) => from <= until, { error: "ends before it begins", path: ["until"] });

const noAddress = (text: string) => !text.includes("@");
const IS_PERSON = "has an @, and money is kept of no person";

const percent = z.number().min(1).max(1_000);

const budget = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .refine(noAddress, IS_PERSON)
    .describe("The name of the budget, for people"),
  amount: amount.describe("The amount for a period"),
  currency: currency.optional().describe("Its currency, if not `spend.currency`"),
  per: z.enum(PERIODS).default("month").describe("The period, which begins on the first day of it in UTC"),
  alertAt: z
    .array(percent)
    .max(10)
    .default([50, 75, 90, 100])
    .describe("The parts of the amount, in percent, at which an alert is given"),
  perDay: amount.optional().describe("The most for one day; an alert is given above it"),
});

const scope = z.strictObject({
  repositories: z
    .array(z.string().trim().min(1).max(100))
    .max(1_000)
    .default([])
    .describe("The names of its repositories, without the owner"),
  native: z
    .record(z.string().trim().min(1), z.array(z.string().trim().min(1).max(200)).max(1_000))
    .default({})
    .describe(
      "Ids of the vendor that belong to it, such as workspaces or projects, by the name of the source",
    ),
});

/** A repository or an id that two scopes have, so that its money has no one place. */
function inTwoScopes(scopes: readonly z.infer<typeof scope>[]): string | undefined {
  const seen = new Set<string>();
  for (const { repositories, native } of scopes) {
    const ids = Object.entries(native).flatMap(([source, all]) => all.map((id) => `${source}: ${id}`));
    const own = new Set([...repositories.map((name) => name.toLowerCase()), ...ids]);
    const twice = [...own].find((each) => seen.has(each));
    if (twice !== undefined) return twice;
    for (const each of own) seen.add(each);
  }
  return undefined;
}

/** What AI tools cost: seats, budgets and rates, which no source says. */
export const spend = z
  .strictObject({
    currency: currency
      .default(NOTHING_DECLARED.currency)
      .describe("The currency of sums, as its code in ISO 4217"),
    rates: rates
      .default({})
      .describe(
        'The value of one unit of a currency in others, from a day on: `EUR: { USD: "1.08", from: 2026-01-01 }`, or a list of these; money without a rate is not added, and listed',
      ),
    seats: z.array(seats).max(MOST_ENTRIES).default([]).describe("Seats that are paid for"),
    budgets: z
      .array(budget)
      .max(MOST_ENTRIES)
      .default([])
      .superRefine((all, context) => {
        const names = all.map(({ name }) => name);
        const twice = names.find((name, at) => names.indexOf(name) < at);
        if (twice !== undefined) context.addIssue(`two budgets have the name ${describeValue(twice)}`);
      })
      .describe("Budgets"),
    scopes: z
      .record(scopeName.refine(noAddress, IS_PERSON), scope)
      .refine((scopes) => Object.keys(scopes).length <= MOST_ENTRIES, `more than ${MOST_ENTRIES} scopes`)
      .superRefine((scopes, context) => {
        const twice = inTwoScopes(Object.values(scopes));
        if (twice !== undefined) context.addIssue(`${twice} is in two scopes`);
      })
      .default({})
      .describe("Names for parts of the organization"),
    separate: z
      .array(z.string().trim().min(1).max(60))
      .max(MOST_ENTRIES)
      .default([])
      .describe(
        "Names of sources whose money adds to that of other sources of the same tool; otherwise the larger of two is used, since both may be about the same money",
      ),
  })
  .prefault({})
  .describe("What AI tools cost. Read only from the config of the owner's `.github` repository");

type Spend = z.infer<typeof spend>;

/** Converts the settings of a config to a declaration. */
export function toDeclaration({
  rates: all,
  seats: said,
  budgets,
  scopes,
  ...rest
}: Spend): SpendDeclaration {
  return {
    ...rest,
    rates: toRates(all),
    seats: said.map((each) => ({ ...each, currency: each.currency ?? rest.currency, until: each.until })),
    budgets: budgets.map((each) => ({
      ...each,
      currency: each.currency ?? rest.currency,
      alertAt: each.alertAt.toSorted((a, b) => a - b),
      perDay: each.perDay,
    })),
    scopes: Object.entries(scopes).map(([name, { repositories, native }]) => ({
      name,
      repositories,
      native,
    })),
  };
}
