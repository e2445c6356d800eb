import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Makes a function that ends the connection of a sender that does not wait for its answers.
 *
 * Neither GitHub, a proxy nor a browser does that. One read brings hundreds of such requests. A few connections would
 * make each turn of the event loop long, and a turn accepts only one waiting connection.
 */
export function createPipeliningEnd() {
  const unanswered = new WeakSet<Socket>();
  return ({ socket }: IncomingMessage, response: ServerResponse): void => {
    if (unanswered.has(socket)) return void response.setHeader("connection", "close");
    unanswered.add(socket);
    response.once("close", () => unanswered.delete(socket));
  };
}
