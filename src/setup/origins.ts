import type { IncomingMessage } from "node:http";

/** The origin at which a request reached this server, behind any proxy; `undefined` when the headers name none. */
export function requestOrigin({ headers }: IncomingMessage): string | undefined {
  const scheme = first(headers["x-forwarded-proto"]) ?? "http";
  const host = first(headers["x-forwarded-host"]) ?? headers.host;
  return host === undefined ? undefined : webOrigin(`${scheme}://${host}`);
}

/**
 * The origin of the page that sent a form.
 *
 * GitHub sends the browser back there, not to the public URL: the session's cookie belongs to this origin, which may be
 * `http://localhost:3000`. Browsers name it with every form; `Host` may be a proxy's own name for this server.
 */
export function formOrigin(request: IncomingMessage): string | undefined {
  return webOrigin(request.headers.origin ?? "") ?? requestOrigin(request);
}

function webOrigin(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? parsed.origin : undefined;
}

/** Each proxy on the way adds its own value; the first one is nearest to the browser. */
function first(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]?.split(",")[0]?.trim();
}
