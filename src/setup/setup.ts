import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { withSafeErrors } from "../operations/error-log.ts";
import { listen } from "../operations/port.ts";
import { sendPage } from "../pages/page.ts";
import { secure } from "../pages/security-headers.ts";
import { type Access, createAccess } from "./access.ts";
import type { Configured } from "./completion.ts";
import { requestOrigin } from "./origins.ts";
import { badRequestPage, closedPage } from "./problem-page.ts";
import { createSteps, type StepsOptions } from "./steps.ts";

/** The options of a setup server. */
interface SetupOptions extends StepsOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
}

/** A running setup server. */
export interface Setup {
  readonly port: number;
  /** The path, with its token, that opens the setup in one browser. */
  readonly path: string;
  /** Resolves when the port is free again: to the variables of the App, or to `undefined` after `stop`. */
  readonly finished: Promise<Configured | undefined>;
  /** Ends the setup. */
  stop(): void;
}

/** The longest time that a browser may keep an idle connection open. */
const GRACE_MS = 500;

/** Serves the setup until the App is created. Rejects when the port is taken. */
export async function startSetup({ host, port, ...options }: SetupOptions): Promise<Setup> {
  const log = withSafeErrors(options.log);
  const access = createAccess();
  const steps = createSteps(options);
  const done = Promise.withResolvers<Configured | undefined>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, "The setup failed to answer");
      response.destroy();
    });
  });
  await listen(server, { host, port });
  return {
    port: (server.address() as AddressInfo).port,
    path: `/setup?token=${access.token}`,
    finished: done.promise.then(async (configured) => {
      await close(server);
      return configured;
    }),
    stop: () => done.resolve(undefined),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    secure(response);
    const url = URL.parse(request.url ?? "/", "http://localhost");
    const asked = `${request.method} ${url?.pathname}`;
    if (asked === "GET /healthz") return sendText(response, 200, "waiting for the setup");
    if (asked === "GET /readyz") return sendText(response, 503, "the setup is not finished");
    if (asked === "GET /") return redirect(response, "/setup");
    if (url === null || !/^(GET|POST) \/setup$|^GET \/setup\/done$/.test(asked))
      return sendPage(response, badRequestPage(404, "There is no such page"));
    if (!access.isOpenTo(request)) return enter(access, { url, request, response });
    if (asked === "POST /setup") return steps.review(request, response);
    if (url.searchParams.has("token")) return redirect(response, "/setup");
    if (asked === "GET /setup") return steps.ask(request, response);
    const configured = await steps.complete(url.searchParams, response);
    if (configured !== undefined) done.resolve(configured);
  }
}

/** A request to enter the setup. */
interface Entry {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Opens a session, and removes the token from the address. */
function enter(access: Access, { url, request, response }: Entry): void {
  const isSecure = requestOrigin(request)?.startsWith("https:") ?? false;
  const cookie = access.redeem(url.searchParams.get("token") ?? "", isSecure);
  if (cookie !== undefined) response.setHeader("set-cookie", cookie);
  if (cookie === undefined) sendPage(response, closedPage());
  else redirect(response, "/setup");
}

async function close(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(timer);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, "cache-control": "no-store" }).end();
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
}
