import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Something in front of several servers, which gives each request to one of them. */
export interface Balancer {
  readonly url: string;
  /** The addresses of the servers. */
  servers: readonly string[];
  close(): void;
}

/** Starts a balancer. `choose` gives a number from 0 to 1 for each request. A server that is gone answers 502. */
export async function startBalancer(choose: () => number): Promise<Balancer> {
  const server = createServer((asked, answer) => {
    const { servers } = balancer;
    const chosen = servers[Math.min(servers.length - 1, Math.floor(choose() * servers.length))];
    if (chosen === undefined) return void fail(answer);
    const { method, headers, url = "" } = asked;
    const given = request(new URL(url, chosen), { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.on("error", () => answer.destroy());
      response.pipe(answer);
    });
    given.on("error", () => fail(answer));
    asked.pipe(given);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const balancer: Balancer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    servers: [],
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return balancer;
}

function fail(answer: ServerResponse): void {
  if (answer.headersSent) answer.destroy();
  else answer.writeHead(502).end();
}
