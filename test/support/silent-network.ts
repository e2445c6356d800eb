import { connect, createServer, type Server, type Socket } from "node:net";
import pg from "pg";
import { listen } from "./receivers.ts";

/** A network to a database that can fall silent: it takes packets, and loses them. */
export interface SilentNetwork {
  /** The address of the database over this network. */
  readonly url: string;
  /** Loses all packets of the connections that are open, and of those that are opened from now on. */
  fallSilent(): void;
  /** Forwards again, over new connections. */
  recover(): void;
  /** Refuses the next connection. */
  refuseNext(): void;
  /** The numbers of connections that were opened and refused so far, and the number of the last opened one that closed. */
  readonly counts: { opened: number; refused: number; lastClosed: number };
}

/** Starts such a network; `useReceivers` ends it. */
export async function silentNetwork(databaseUrl: string): Promise<SilentNetwork> {
  const { host, port, user, database } = new pg.Client({ connectionString: databaseUrl });
  const open = () => (host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host));
  let isSilent = false;
  let isRefusing = false;
  const counts = { opened: 0, refused: 0, lastClosed: 0 };
  const lost = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    if (isRefusing) {
      isRefusing = false;
      counts.refused += 1;
      return void socket.resetAndDestroy();
    }
    counts.opened += 1;
    const number = counts.opened;
    socket.once("close", () => {
      counts.lastClosed = Math.max(counts.lastClosed, number);
    });
    sockets.add(socket);
    if (isSilent) lost.add(socket);
    const upstream = open();
    const end = () => {
      socket.destroy();
      upstream.destroy();
    };
    for (const each of [socket, upstream]) each.on("error", end).on("close", end);
    socket.on("data", (packet) => lost.has(socket) || upstream.write(packet));
    upstream.on("data", (packet) => lost.has(socket) || socket.write(packet));
  });
  const proxyPort = await listen(server);
  return {
    url: `postgres://${user}@127.0.0.1:${proxyPort}/${database}`,
    fallSilent() {
      isSilent = true;
      for (const socket of sockets) lost.add(socket);
    },
    recover() {
      isSilent = false;
    },
    refuseNext() {
      isRefusing = true;
    },
    counts,
  };
}
