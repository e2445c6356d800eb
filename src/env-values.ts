import { z } from "zod";
import { readPublicUrl } from "./operations/public-url.ts";
import { isOnServer } from "./storage/store-address.ts";

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

/** Who has digests where no config decides it, and the repository of an organization's. */
export const digestVariables = z.object({
  DIGEST_PER: z.enum(["organization", "repository"], "must be organization or repository").optional(),
  DIGEST_REPOSITORY: z
    .string()
    .regex(/^[\w.-]{1,100}$/, "must be the name of a repository without its owner, such as plimsoll-digest")
    .optional(),
});

/** The fewest and the most bytes of a key, by Standard Webhooks. */
const [SHORTEST_SECRET, LONGEST_SECRET] = [24, 64];
/** While a key is changed, there are the new one and the old one. */
const MOST_SECRETS = 2;

/** Where notifications are sent. The address may hold a token, so no problem quotes it. */
export const notifyVariables = z.object({
  NOTIFY_URL: z
    .url({
      protocol: /^https?$/,
      error: "must be the URL of an incoming webhook, such as https://hooks.example.com/…",
    })
    .refine((url) => !hasCredentials(url), "must hold no user and no password before the host")
    .optional(),
  NOTIFY_SECRET: z
    .string()
    .trim()
    .refine(
      (text) => text.split(" ").length <= MOST_SECRETS && text.split(" ").every(isWebhookSecret),
      "must be whsec_ and 24 to 64 bytes in Base64, or two such with a space between: echo whsec_$(openssl rand -base64 32)",
    )
    .optional(),
  NOTIFY_OWNER: z
    .string()
    .regex(/^[\w.-]+$/, "must be the login of an organization or a person, such as acme")
    .optional(),
});

function isWebhookSecret(text: string): boolean {
  const [, base64 = ""] = /^whsec_(.+)$/.exec(text) ?? [];
  const key = Buffer.from(base64, "base64");
  // Node reads more than Base64, of which a receiver would make another key or none.
  const isBase64 = key.toString("base64") === base64;
  return isBase64 && key.length >= SHORTEST_SECRET && key.length <= LONGEST_SECRET;
}

const FILE_OR_SERVER =
  "must be file: and a path, such as file:./data/plimsoll.db, or postgres://USER:PASSWORD@HOST/DATABASE with the special characters of the password as %XX";

/** The address of the store. It may hold a password, so no problem quotes it. */
export const storeAddress = z
  .string()
  .refine((url) => (isOnServer(url) ? isServerAddress(url) : /^file:.+/.test(url)), FILE_OR_SERVER);

/** Whether nothing of a password is read as another part, such as the host, which messages name. */
function isServerAddress(url: string): boolean {
  const { hash, pathname = "" } = URL.parse(url) ?? {};
  return hash === "" && /^\/[^/@]+$/.test(pathname);
}

/** The address of this server, without a slash at its end. */
export const publicAddress = z
  .string()
  .refine((text) => readPublicUrl(text) !== undefined, {
    error: "must be a URL such as https://plimsoll.example.com",
  })
  .transform((text) => readPublicUrl(text));

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
