import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { MINUTE_MS } from "../domain/durations.ts";

/** The proof that a request comes from the App itself, and the time until which GitHub accepts it. */
interface AppJwt {
  readonly jwt: string;
  readonly expiresAt: string;
}

/** Makes a proof; `difference` is the number of seconds that GitHub's clock is ahead, if known. */
type AppJwtSource = (appId: number | string, difference?: number) => Promise<AppJwt>;

/** GitHub accepts no longer validity: docs.github.com, "Generating a JSON Web Token (JWT) for a GitHub App". */
const VALID_SECONDS = 600;
/** The clock here may be ahead of GitHub's, which accepts no proof from the future. */
const EARLIER_SECONDS = 30;
/** A proof that ends soon might end on its way. */
const SPARE_MS = MINUTE_MS;

/**
 * Makes the source of an App's proofs, and uses each proof until shortly before its end.
 *
 * A signature takes a millisecond, and Octokit makes two for each token: one when it asks, and one when it sends that.
 */
export function createAppJwtSource(privateKey: string, now = () => Date.now()): AppJwtSource {
  let key: KeyObject | undefined;
  let last: (AppJwt & { readonly by: string; readonly until: number }) | undefined;
  return async (appId, difference = 0) => {
    const [at, by] = [now(), `${appId} ${difference}`];
    if (last?.by === by && at < last.until && at > last.until - VALID_SECONDS * 1_000) return last;
    const issuedAt = Math.floor(at / 1_000) + difference - EARLIER_SECONDS;
    const expires = issuedAt + VALID_SECONDS;
    key ??= createPrivateKey(privateKey);
    last = {
      by,
      jwt: signed(key, { iat: issuedAt, exp: expires, iss: appId }),
      expiresAt: new Date(expires * 1_000).toISOString(),
      until: (expires - difference) * 1_000 - SPARE_MS,
    };
    return last;
  };
}

/** The options with which an Octokit authenticates. */
interface AppAuth {
  readonly privateKey?: string;
  readonly createJwt?: AppJwtSource;
}

/** Replaces the key in authentication options by a source of proofs, which all Octokits made from it share. */
export function withAppJwtSource<Auth extends AppAuth>(auth: Auth): Omit<Auth, "privateKey"> {
  const { privateKey, ...others } = auth;
  return privateKey === undefined ? auth : { createJwt: createAppJwtSource(privateKey), ...others };
}

function signed(key: KeyObject, claims: object): string {
  const [head, body] = [{ alg: "RS256", typ: "JWT" }, claims].map(encoded);
  const signature = sign("sha256", Buffer.from(`${head}.${body}`), key).toString("base64url");
  return `${head}.${body}.${signature}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
