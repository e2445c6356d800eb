import type { SpendSource } from "../domain/spend/source.ts";
import { readAnthropic } from "./read/anthropic.ts";
import { readCursor } from "./read/cursor.ts";
import { readAiCredits } from "./read/github-ai-credits.ts";
import { readBilling } from "./read/github-billing.ts";
import { readOpenAi } from "./read/openai.ts";
import type { Reader, Vendor } from "./read/reader.ts";

/** The environment variables of the readers. */
export interface SpendVariables {
  readonly SPEND_GITHUB_TOKEN?: string | undefined;
  readonly SPEND_GITHUB_REPORT?: "ai-credits" | "billing" | undefined;
  readonly SPEND_ANTHROPIC_KEY?: string | undefined;
  readonly SPEND_ANTHROPIC_URL?: string | undefined;
  readonly SPEND_OPENAI_KEY?: string | undefined;
  readonly SPEND_OPENAI_URL?: string | undefined;
  readonly SPEND_CURSOR_KEY?: string | undefined;
  readonly SPEND_CURSOR_URL?: string | undefined;
  /** The organization that the credentials are of, where the app is installed in several. */
  readonly SPEND_OWNER?: string | undefined;
  readonly GITHUB_API_URL: string;
}

/** The days that are read again each time: Anthropic revises a day for up to 30 days. */
export const DAYS_READ = 35;

/** The variables that hold a credential. */
export const CREDENTIALS = [
  "SPEND_GITHUB_TOKEN",
  "SPEND_ANTHROPIC_KEY",
  "SPEND_OPENAI_KEY",
  "SPEND_CURSOR_KEY",
] as const;

/** A source that is read from its vendor. Its name in the store is its kind. */
export interface VendorSource extends SpendSource {
  readonly vendor: Vendor & { readonly variable: (typeof CREDENTIALS)[number] };
  /** The requests that the vendor allows in a minute, where it documents a number. */
  readonly requestsAMinute?: number;
  readonly urlOf: (variables: SpendVariables) => string;
  /** Whether it is read with these variables. */
  readonly isWanted: (variables: SpendVariables) => boolean;
  readonly read: Reader;
}

const GITHUB: VendorSource["vendor"] = {
  name: "GitHub",
  variable: "SPEND_GITHUB_TOKEN",
  right: "the organization permissions Administration: read and GitHub Copilot Business: read",
};

/** All sources that are read from their vendors: one row a reader. */
export const VENDOR_SOURCES: readonly VendorSource[] = [
  {
    ...named("github-ai-credits"),
    basis: "metered",
    settlesAfterDays: 3,
    vendor: GITHUB,
    urlOf: ({ GITHUB_API_URL: url }) => url,
    isWanted: ({ SPEND_GITHUB_TOKEN: token, SPEND_GITHUB_REPORT: report }) =>
      token !== undefined && report !== "billing",
    read: readAiCredits,
  },
  {
    // The bill holds AI credits too: only one of the two is read.
    ...named("github-billing"),
    basis: "billed",
    settlesAfterDays: 3,
    vendor: GITHUB,
    urlOf: ({ GITHUB_API_URL: url }) => url,
    isWanted: ({ SPEND_GITHUB_TOKEN: token, SPEND_GITHUB_REPORT: report }) =>
      token !== undefined && report === "billing",
    read: readBilling,
  },
  {
    ...named("anthropic"),
    basis: "metered",
    settlesAfterDays: 30,
    vendor: {
      name: "Anthropic",
      variable: "SPEND_ANTHROPIC_KEY",
      right: "the scope read:analytics (or an Admin key)",
    },
    urlOf: ({ SPEND_ANTHROPIC_URL: url }) => url ?? "https://api.anthropic.com",
    isWanted: ({ SPEND_ANTHROPIC_KEY: key }) => key !== undefined,
    read: readAnthropic,
  },
  {
    ...named("openai"),
    basis: "billed",
    settlesAfterDays: 3,
    vendor: {
      name: "OpenAI",
      variable: "SPEND_OPENAI_KEY",
      right: "an Admin key that may read usage",
    },
    urlOf: ({ SPEND_OPENAI_URL: url }) => url ?? "https://api.openai.com",
    isWanted: ({ SPEND_OPENAI_KEY: key }) => key !== undefined,
    read: readOpenAi,
  },
  {
    ...named("cursor"),
    basis: "metered",
    settlesAfterDays: 2,
    requestsAMinute: 20,
    vendor: {
      name: "Cursor",
      variable: "SPEND_CURSOR_KEY",
      right: "the key of a team's Admin API",
    },
    urlOf: ({ SPEND_CURSOR_URL: url }) => url ?? "https://api.cursor.com",
    isWanted: ({ SPEND_CURSOR_KEY: key }) => key !== undefined,
    read: readCursor,
  },
];

/** The sources that the environment has a credential for. */
export function wantedSources(variables: SpendVariables): readonly VendorSource[] {
  return VENDOR_SOURCES.filter(({ isWanted }) => isWanted(variables));
}

function named<Kind extends SpendSource["kind"]>(kind: Kind) {
  return { name: kind, kind };
}
