import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhooks } from "@octokit/webhooks";

/** A webhook as it arrived, its payload cut to what the tests read. */
export interface Received {
  readonly id: string;
  readonly event: string;
  readonly isSigned: boolean;
  readonly payload: {
    readonly action: string;
    readonly installation: { readonly id: number; readonly created_at?: string };
    readonly pull_request?: { readonly head: { readonly sha: string }; readonly merged_at: string | null };
    readonly deployment?: { readonly sha: string };
    readonly deployment_status?: { readonly state: string; readonly created_at: string };
  };
}

/** An HTTP server in the app's place that keeps every webhook it is sent. */
export async function startReceiver(secret: string) {
  const webhooks = new Webhooks({ secret });
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const header = (name: string) => String(request.headers[name]);
    received.push({
      id: header("x-github-delivery"),
      event: header("x-github-event"),
      isSigned: await webhooks.verify(body, header("x-hub-signature-256")),
      payload: JSON.parse(body),
    });
    response.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, received, close: () => server.close() };
}
