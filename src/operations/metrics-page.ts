import type { IncomingMessage, ServerResponse } from "node:http";
import { errorText } from "./error-text.ts";
import type { Metrics } from "./metrics.ts";

/** Answers `GET /metrics` for Prometheus; 503 with the reason when the store cannot be read. */
export function createMetricsPage({ render, contentType }: Pick<Metrics, "render" | "contentType">) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.url !== "/metrics") return false;
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end("metrics are asked for with GET\n");
      return true;
    }
    const [status, type, text] = await render().then(
      (text) => [200, contentType, text] as const,
      (error: unknown) => [503, "text/plain", `${errorText(error)}\n`] as const,
    );
    response.writeHead(status, { "content-type": type }).end(text);
    return true;
  };
}
