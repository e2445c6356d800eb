import type { DatedDeclaration } from "../../src/domain/spend/declared.ts";
import { fromMicros } from "../../src/domain/spend/money.ts";
import type { DaySpan } from "../../src/spend/read/day-span.ts";
import { nativeScopes } from "../../src/spend/read/native-scopes.ts";
import { type SpendVariables, VENDOR_SOURCES } from "../../src/spend/sources.ts";

/** Two days, which one request covers at every vendor but GitHub. */
export const SPAN: DaySpan = { from: "2026-11-20", until: "2026-11-22" };

/** Credentials that no output may show. */
export const VARIABLES = {
  SPEND_GITHUB_TOKEN: "github_pat_canary",
  SPEND_ANTHROPIC_KEY: "sk-ant-canary",
  SPEND_OPENAI_KEY: "sk-admin-canary",
  SPEND_CURSOR_KEY: "key_canary",
  GITHUB_API_URL: "https://api.github.com",
} satisfies SpendVariables;

export interface ReadOptions {
  readonly span?: DaySpan;
  readonly declarations?: readonly DatedDeclaration[];
  readonly organization?: string | undefined;
  /** The waits before another try, in milliseconds, are added here. */
  readonly waits?: number[];
}

/** Reads a source as `spend pull` does, without waiting, and lists each fact as `day tool charge scope amount currency`. */
export async function readSource(name: string, options: ReadOptions = {}) {
  const { span = SPAN, declarations = [], waits = [] } = options;
  const source = VENDOR_SOURCES.find((each) => each.name === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  const organization = "organization" in options ? options.organization : "acme";
  const request = { ...span, organization, scopes: nativeScopes(declarations, name) };
  const { sums, ...rest } = await source.read(request, {
    vendor: source.vendor,
    url: source.urlOf(VARIABLES),
    credential: VARIABLES[source.vendor.variable],
    wait: async (milliseconds) => waits.push(milliseconds),
    pace: (send) => send(),
  });
  const days = sums.until(span.until);
  const facts = [...days.values()].flat().map(({ day, tool, charge, scope, currency, amount }) => {
    return [day, tool, charge, scope || "-", fromMicros(amount).toFixed(), currency].join(" ");
  });
  return { days: [...days.keys()], facts, ...rest };
}
