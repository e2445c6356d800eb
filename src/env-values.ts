import { z } from "zod";

/** A credential for reading spend. A character that no key has would make `fetch` quote it in an error. */
const credential = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, "must be a key without spaces or line breaks")
  .optional();

/** The credentials for reading what AI tools cost: each optional, of the least right, and none of the App's. */
export const spendVariables = z.object({
  SPEND_GITHUB_TOKEN: credential,
  SPEND_GITHUB_REPORT: z
    .enum(["ai-credits", "billing"], "must be ai-credits or billing: the report that is read, one of the two")
    .optional(),
  SPEND_ANTHROPIC_KEY: credential,
  SPEND_ANTHROPIC_URL: webAddress("https://api.anthropic.com").optional(),
  SPEND_OPENAI_KEY: credential,
  SPEND_OPENAI_URL: webAddress("https://api.openai.com").optional(),
  SPEND_CURSOR_KEY: credential,
  SPEND_CURSOR_URL: webAddress("https://api.cursor.com").optional(),
  SPEND_OWNER: z
    .string()
    .regex(/^[\w.-]+$/, "must be the login of an organization, such as acme")
    .optional(),
});

/** A URL without a slash at its end. */
export function webAddress(example: string) {
  return z
    .url({ protocol: /^https?$/, error: `must be a URL such as ${example}` })
    .refine((url) => !hasCredentials(url), "must hold no user and no password: the App has its key")
    .transform((url) => url.replace(/\/$/, ""));
}

function hasCredentials(url: string): boolean {
  const parsed = URL.parse(url); // what is none is told of already
  return parsed !== null && (parsed.username !== "" || parsed.password !== "");
}
