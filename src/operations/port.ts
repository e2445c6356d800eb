import { once } from "node:events";
import { createServer, type Server } from "node:net";

/**
 * Rejects when nothing can listen at an address. The server checks this first, so that a second server reports it at
 * once. Port 0 is any free one.
 */
export async function assertPortIsFree({ HOST, PORT }: { HOST: string; PORT: number }): Promise<void> {
  const probe = createServer();
  await listen(probe, { host: HOST, port: PORT });
  probe.close();
  await once(probe, "close");
}

/** Starts to listen. Rejects with the words of Probot's server when the port is taken. */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  try {
    await once(server.listen(port, host), "listening");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    throw new Error(
      `Port ${port} is already in use. You can define the PORT environment variable to use a different port.`,
      { cause: error },
    );
  }
}
