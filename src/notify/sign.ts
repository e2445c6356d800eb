import { createHmac } from "node:crypto";

/** What a receiver needs to verify a request: the id, the time in seconds since 1970, and the body. */
interface Signed {
  readonly id: string;
  readonly seconds: number;
  readonly body: string;
}

/** The beginning of a key, as Standard Webhooks writes it. Base64 follows. */
const SECRET_PREFIX = "whsec_";

/**
 * The headers of a request by Standard Webhooks: HMAC-SHA256 over the id, the time and the body, by each key of the
 * secret. Two keys, with a space between, are a new one and the old one that a receiver may still use.
 *
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(
  { id, seconds, body }: Signed,
  secret: string | undefined,
): Readonly<Record<string, string>> {
  const headers = { "webhook-id": id, "webhook-timestamp": String(seconds) };
  if (secret === undefined) return headers;
  const signatures = secret.split(" ").map((each) => {
    const key = Buffer.from(each.slice(SECRET_PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
  });
  return { ...headers, "webhook-signature": signatures.join(" ") };
}
