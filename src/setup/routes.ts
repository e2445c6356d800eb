import type { IncomingMessage, ServerResponse } from "node:http";
import { sendPage } from "../pages/page.ts";
import { secure } from "../pages/security-headers.ts";
import type { Access } from "./access.ts";
import type { Configured } from "./completion.ts";
import { badRequestPage, closedPage } from "./problem-page.ts";
import type { ReachCheck } from "./reach.ts";
import type { Steps } from "./steps.ts";

/** The parts of the setup that answer requests. */
interface Routed {
  readonly access: Access;
  readonly reach: ReachCheck;
  readonly steps: Steps;
}

/** A request to one address of the setup. */
interface Asked {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers a request; resolves to the variables of the App once it is created. */
export async function route(
  { access, reach, steps }: Routed,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Configured | undefined> {
  secure(response);
  const url = URL.parse(request.url ?? "/", "http://localhost");
  const asked = `${request.method} ${url?.pathname}`;
  if (asked === "GET /healthz") return sendText(response, 200, "waiting for the setup");
  if (asked === "GET /readyz") return sendText(response, 503, "the setup is not finished");
  if (asked === "GET /") return redirect(response, "setup");
  const answer = reach.answer(url?.searchParams.get("question") ?? "");
  if (asked === "GET /setup/reach" && answer !== undefined) return sendText(response, 200, answer);
  if (asked === "POST /api/github/webhooks") return answerGitHub(request, response);
  if (url === null || !/^(GET|POST) \/setup$|^GET \/setup\/done$/.test(asked))
    return void sendPage(response, badRequestPage(404, "There is no such page"));
  if (asked === "GET /setup" && url.searchParams.has("token"))
    return enter({ access, steps }, { url, request, response });
  if (!access.isOpenTo(request)) return void sendPage(response, closedPage());
  if (asked === "POST /setup") return void (await steps.review(request, response));
  if (asked === "GET /setup/done") return steps.complete(url.searchParams, response);
  const isReview = url.searchParams.has("review");
  return void (await (isReview ? steps.reviewAgain(response) : steps.ask(response)));
}

/**
 * Answers GitHub, which sends a ping when it creates the App: its log then shows that it reached this server. Nothing of
 * it is read, since the secret is not known yet. All else is delivered again later.
 */
function answerGitHub({ headers }: IncomingMessage, response: ServerResponse): undefined {
  response.setHeader("connection", "close");
  const isPing = headers["x-github-event"] === "ping";
  return isPing ? sendText(response, 202, "pong") : sendText(response, 503, "the setup is not finished");
}

/** Opens a session, and removes the token from the address. */
function enter({ access, steps }: Omit<Routed, "reach">, { url, request, response }: Asked): undefined {
  const cookie = access.redeem(url.searchParams.get("token") ?? "", isOverTls(request));
  if (cookie !== undefined) response.setHeader("set-cookie", cookie);
  else if (!access.isOpenTo(request)) return void sendPage(response, closedPage());
  const isReview = url.searchParams.has("review");
  // The link with a review leads to the public address.
  if (isReview) steps.arrive();
  return redirect(response, isReview ? "setup?review" : "setup");
}

/** Whether the browser speaks TLS: of several proxies on the way, the first value is that of the nearest to it. */
function isOverTls({ headers }: IncomingMessage): boolean {
  return [headers["x-forwarded-proto"]].flat()[0]?.split(",")[0]?.trim() === "https";
}

function redirect(response: ServerResponse, location: string): undefined {
  response.writeHead(303, { location, "cache-control": "no-store" }).end();
}

function sendText(response: ServerResponse, status: number, text: string): undefined {
  response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
}
