import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import nock from "nock";
import { API } from "../../dev/simulation/world/world.ts";

/** A GitHub on a port of its own, which other processes can ask. */
export interface GitHubServer {
  readonly url: string;
  /** The methods and paths of all requests. */
  readonly asked: readonly string[];
  /** What stood in the `authorization` headers. */
  readonly authorizations: ReadonlySet<string | undefined>;
  close(): void;
}

/** How the server answers. */
interface ServerOptions {
  readonly token: string;
  /** Whether it passes writes on; else it fails on them. */
  readonly takesWrites?: boolean;
}

/** Answers as the GitHub that nock plays here, and 401 for any other token; it may have the paths of an Enterprise Server. */
export async function startGitHub(options: ServerOptions): Promise<GitHubServer> {
  nock.enableNetConnect("127.0.0.1");
  const asked: string[] = [];
  const authorizations = new Set<string | undefined>();
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push(`${method} ${url}`);
    authorizations.add(headers.authorization);
    const { status, body, limits } =
      headers.authorization === `token ${options.token}`
        ? await answerTo(request, options)
        : { status: 401, body: JSON.stringify({ message: "Bad credentials" }), limits: [] };
    response
      .writeHead(status, { "content-type": "application/json", ...Object.fromEntries(limits) })
      .end(body);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    authorizations,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answerTo(request: IncomingMessage, { takesWrites = false }: ServerOptions) {
  const { method = "", url = "" } = request;
  const path = url.replace(/^\/api(?:\/v3)?(?=\/)/, "");
  if (method !== "GET" && path !== "/graphql" && !takesWrites) return { status: 500, body: "{}", limits: [] };
  const body = method === "GET" ? null : await buffer(request);
  const answer = await fetch(API + path, { method, body });
  const limits = [...answer.headers].filter(([name]) => name.startsWith("x-ratelimit"));
  return { status: answer.status, body: await answer.text(), limits };
}
