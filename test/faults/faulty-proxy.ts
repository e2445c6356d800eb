import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** What goes wrong with a request. */
export interface Fault {
  /** Whether GitHub did what it was asked to before its answer was lost. */
  readonly isDone: boolean;
  /**
   * What is answered instead; or nothing ever, an end of the connection, half of what GitHub answered, all of it late, or
   * where to ask instead, as when a repository was renamed.
   */
  readonly answer:
    | Refusal
    | "nothing"
    | "a reset"
    | "half a body"
    | "half a document"
    | "all, late"
    | "moved";
}

/** An answer that something cannot be done. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
}

/** Something between a server and its GitHub that does harm. */
export interface FaultyProxy {
  readonly url: string;
  /** Decides what goes wrong with a request; `undefined` lets it through, as all are until this is set. */
  faultOf: (method: string, path: string) => Fault | undefined;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const LATE_MS = 150;
/** What is asked for there is answered as if nothing had moved. */
const MOVED = "/moved";

/** Starts a proxy in front of a GitHub, on a free port. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const server = createServer(async (request, response) => {
    const { method = "", url: asked = "" } = request;
    const url = asked.replace(MOVED, "");
    const body = await buffer(request);
    const fault = url === asked ? proxy.faultOf(method, url) : undefined;
    if (fault?.answer === "moved") return redirect(response, method, `${proxy.url}${MOVED}${url}`);
    if (fault !== undefined && !fault.isDone) return spoil(response, fault);
    const answer = await forward(new URL(url, target), request, body);
    if (fault?.answer === "all, late") await sleep(LATE_MS);
    if (fault === undefined || fault.answer === "all, late") give(response, answer);
    else spoil(response, fault, answer);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faultOf: () => undefined,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return proxy;
}

async function forward(to: URL, { method = "", headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const onward = send(to, { method, headers }).end(body);
  const [answered] = (await once(onward, "response")) as [IncomingMessage];
  return { status: answered.statusCode ?? 0, headers: answered.headers, body: await buffer(answered) };
}

/** GitHub's documented answers: 301 to who reads, 307 to who writes. */
function redirect(response: ServerResponse, method: string, location: string): void {
  response.writeHead(method === "GET" ? 301 : 307, { location, "content-type": "application/json" });
  response.end(JSON.stringify({ message: "Moved Permanently", url: location }));
}

function give(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

function spoil(response: ServerResponse, { answer: spoilt }: Fault, answer?: Answer): void {
  if (typeof spoilt === "object") refuse(response, spoilt);
  else if (spoilt === "a reset") response.destroy();
  else if (spoilt !== "nothing" && answer !== undefined) giveHalf(response, answer, spoilt);
}

function refuse(response: ServerResponse, { status, headers, message = "Server Error" }: Refusal): void {
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify({ message }));
}

/** Half a document ends as an answer does; half a body does not. */
function giveHalf(response: ServerResponse, { status, headers, body }: Answer, half: Fault["answer"]): void {
  const part = body.subarray(0, body.length / 2);
  const { "transfer-encoding": _, ...rest } = headers;
  const length = half === "half a document" ? part.length : body.length;
  response.writeHead(status, { ...rest, "content-length": length });
  if (half === "half a document") response.end(part);
  else response.write(part, () => response.destroy());
}
