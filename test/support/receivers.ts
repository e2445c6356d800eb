import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach } from "vitest";

const servers = new Map<Server, Set<Socket>>();

/** Ends the receivers of a file after each of its tests. */
export function useReceivers(): void {
  afterEach(() => {
    for (const [server, sockets] of servers) {
      server.close();
      for (const socket of sockets) socket.destroy();
    }
    servers.clear();
  });
}

/** Starts a server, and returns its port. */
export async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  const sockets = new Set<Socket>();
  servers.set(server, sockets);
  server.on("connection", (socket) => sockets.add(socket.on("error", () => {})));
  server.on("tlsClientError", () => {});
  server.listen(0, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Starts a receiver over HTTP, and returns its address. */
export async function receiver(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}/hook/secret-token`;
}

/** Starts a receiver that answers the first bytes with these, and then hangs up. */
export async function rawReceiver(answer: string): Promise<string> {
  const server = createTcpServer((socket) => socket.once("data", () => socket.end(answer)));
  return `http://127.0.0.1:${await listen(server)}/hook/secret-token`;
}
