import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const COOKIE = "plimsoll_setup";

/** Access to the setup: only for the browser that opened the link printed at the start. */
export interface Access {
  /** The token in the printed link. */
  readonly token: string;
  /** Makes a token by which the same browser goes on at another address. */
  issue(): string;
  /** Takes a token, which works once, and returns the `Set-Cookie` of the session; `undefined` for any other token. */
  redeem(token: string, cookie: CookieScope): string | undefined;
  /** Whether a request comes from the browser that redeemed the token, and a form from a page of ours. */
  isOpenTo(request: IncomingMessage): boolean;
}

/** Where the browser sends the cookie. */
interface CookieScope {
  readonly path: string;
  /** Whether only over TLS. */
  readonly isSecure: boolean;
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
  return {
    token,
    issue() {
      const issued = createSecret();
      unused.add(issued);
      return issued;
    },
    redeem(given, { path, isSecure }) {
      const known = [...unused].find((each) => isSame(given, each));
      if (known === undefined) return undefined;
      unused.delete(known);
      // Lax, since the browser must send the cookie when GitHub sends it back.
      return `${COOKIE}=${session}; Path=${path}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
    },
    isOpenTo: (request) => isOurs(request) && isSame(cookieOf(request.headers.cookie) ?? "", session),
  };
}

/** Lax also lets in forms of neighbours, such as another port of the host; browsers name the origin of a form. */
function isOurs({ method, headers }: IncomingMessage): boolean {
  return method !== "POST" || (headers["sec-fetch-site"] ?? "same-origin") === "same-origin";
}

function cookieOf(header = ""): string | undefined {
  const pairs = header.split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

function createSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares in constant time. */
export function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
