import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { cookieValues, isSameSecret } from "./cookies.ts";

const COOKIE = "plimsoll_operator";
/** Long enough for the past to be read, and for the first digest. */
const LIFETIME_MS = 14 * 24 * 60 * 60 * 1_000;

/** The options of a cookie. */
interface CookieOptions {
  readonly secret: string;
  readonly now: Date;
  /** The address of the server. */
  readonly publicUrl: string;
}

/**
 * Makes the `Set-Cookie` of the browser in which the App was created, since that person may read everything here.
 *
 * It is signed with the webhook's secret, which only GitHub and this server know: it is stored nowhere, and stays valid
 * after a restart.
 */
export function operatorCookie({ secret, now, publicUrl }: CookieOptions): string {
  const expires = String(now.getTime() + LIFETIME_MS);
  const { protocol, pathname } = new URL(`${publicUrl}/installed`);
  const rest = `Path=${pathname}; Max-Age=${LIFETIME_MS / 1_000}; HttpOnly; SameSite=Lax`;
  return `${COOKIE}=${expires}.${sign(expires, secret)}; ${rest}${protocol === "https:" ? "; Secure" : ""}`;
}

/** Whether a request comes from the browser in which the App was created. */
export function isOperator(
  { headers }: IncomingMessage,
  { secret, now }: Omit<CookieOptions, "publicUrl">,
): boolean {
  return cookieValues(headers.cookie, COOKIE).some((value) => {
    const [, expires = "", signature = ""] = /^(\d{1,15})\.([\w-]+)$/.exec(value) ?? [];
    return isSameSecret(signature, sign(expires, secret)) && now.getTime() < Number(expires);
  });
}

/** GitHub signs JSON with the same secret, which this text is not. */
function sign(expires: string, secret: string): string {
  return createHmac("sha256", secret).update(`plimsoll operator until ${expires}`).digest("base64url");
}
