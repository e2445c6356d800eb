import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Rejects when nothing can listen at an address, before anything else is waited for: a server that was started twice by
 * mistake says so at once. Port 0 is any free one.
 */
export async function assertPortIsFree({ HOST, PORT }: { HOST: string; PORT: number }): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(PORT, HOST), "listening");
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw isTaken ? new Error(portTaken(PORT), { cause: error }) : error;
  }
  probe.close();
  await once(probe, "close");
}

/** The words of Probot's server, which says the same of a port that is taken in the moment after. */
function portTaken(port: number): string {
  return `Port ${port} is already in use. You can define the PORT environment variable to use a different port.`;
}
