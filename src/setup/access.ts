import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { cookieValues, isSameSecret } from "../pages/cookies.ts";

const COOKIE = "plimsoll_setup";

/** Access to the setup: only for the browser that opened the link printed at the start. */
export interface Access {
  /** The token in the printed link. */
  readonly token: string;
  /** Makes a token by which the same browser goes on at another address, and revokes the one before. */
  issue(): string;
  /** Revokes the issued token: a wrong address may have received it. */
  revoke(): void;
  /**
   * Takes a token, which works once, and returns the `Set-Cookie` of the session, for TLS alone if it is secure;
   * `undefined` for any other token.
   */
  redeem(token: string, isSecure: boolean): string | undefined;
  /** Whether a request comes from the browser that redeemed the token, and a form from a page of ours. */
  isOpenTo(request: IncomingMessage): boolean;
}

/**
 * Makes a token and the session that it opens.
 *
 * Nobody enters without it, not even from this machine: a reverse proxy may pass on requests that look exactly like
 * those of a local browser.
 */
export function createAccess(): Access {
  const token = createSecret();
  const session = createSecret();
  const unused = new Set([token]);
  let issued = "";
  return {
    token,
    issue() {
      unused.delete(issued);
      issued = createSecret();
      unused.add(issued);
      return issued;
    },
    revoke: () => void unused.delete(issued),
    redeem(given, isSecure) {
      const known = [...unused].find((each) => isSameSecret(given, each));
      if (known === undefined) return undefined;
      unused.delete(known);
      // Lax, since the browser must send the cookie when GitHub sends it back. Without a path it holds for the folder that
      // the browser sees: a proxy may put one before ours.
      return `${COOKIE}=${session}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
    },
    isOpenTo: (request) =>
      isOurs(request) &&
      cookieValues(request.headers.cookie, COOKIE).some((value) => isSameSecret(value, session)),
  };
}

/**
 * Lax also lets in forms of neighbours, such as another port of the host. Browsers say whether a form comes from one;
 * over plain HTTP they say only its origin.
 */
function isOurs({ method, headers }: IncomingMessage): boolean {
  if (method !== "POST") return true;
  const site = headers["sec-fetch-site"];
  return site === undefined ? comesFromHost(headers) : site === "same-origin";
}

/** Whether the origin of a form has the host and the port that the browser asks. */
function comesFromHost({ origin = "", host = "" }: IncomingMessage["headers"]): boolean {
  const from = URL.parse(origin);
  return from !== null && from.host === URL.parse(`${from.protocol}//${host}`)?.host;
}

function createSecret(): string {
  return randomBytes(32).toString("base64url");
}
