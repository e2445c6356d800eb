import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const COOKIE = "plimsoll_setup";

/** Who may use the setup: the browser that opened the link that was printed at the start. */
interface Access {
  /** What the printed link carries. */
  readonly token: string;
  /** Takes the token, which works once, and returns the `Set-Cookie` of a session; `undefined` for any other token. */
  redeem(token: string, isSecure: boolean): string | undefined;
  /** Whether a request comes from the browser that redeemed the token, and a form from a page of ours. */
  isOpenTo(request: IncomingMessage): boolean;
}

/**
 * Makes a token and the session that it opens.
 *
 * There is no way in without it, not even from this machine: a request that a reverse proxy passes on may look exactly
 * like one of a local browser.
 */
export function createAccess(): Access {
  const token = randomBytes(32).toString("base64url");
  const session = randomBytes(32).toString("base64url");
  let isRedeemed = false;
  return {
    token,
    redeem(given, isSecure) {
      if (isRedeemed || !isSame(given, token)) return undefined;
      isRedeemed = true;
      // Lax, since it must come along when GitHub sends the browser back.
      return `${COOKIE}=${session}; Path=/setup; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
    },
    isOpenTo: (request) => isOurs(request) && isSame(cookieOf(request.headers.cookie) ?? "", session),
  };
}

/** Lax lets in the forms of neighbours, such as another port of the same host; browsers say where a form comes from. */
function isOurs({ method, headers }: IncomingMessage): boolean {
  return method !== "POST" || (headers["sec-fetch-site"] ?? "same-origin") === "same-origin";
}

function cookieOf(header = ""): string | undefined {
  const pairs = header.split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** Compares in a time that tells nothing about where two texts differ. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
