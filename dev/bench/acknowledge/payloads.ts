import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";

/** The secret of the servers that are measured. */
export const SECRET = "a secret of the bench";

/** A signed webhook, ready to be sent; each sending needs an id of its own. */
export interface Webhook {
  readonly event: string;
  readonly body: string;
  readonly signature: string;
}

/** The repository of the captures, by its id. */
const CAPTURED = "186853002";

interface Example {
  readonly action?: string;
  readonly installation?: object;
}

const require = createRequire(import.meta.url);
const captures: readonly { name: string; examples: readonly Example[] }[] =
  require("@octokit/webhooks-examples/api.github.com/index.json");

/**
 * Real captures of the events that matter most, spread over some repositories and pull requests.
 *
 * The captures are of one repository; what is worked one after another for each repository would otherwise be one lane.
 */
export function webhooks(repositories: number): Webhook[] {
  const events = ["pull_request", "push", "deployment_status"];
  const examples = captures
    .filter(({ name }) => events.includes(name))
    .flatMap(({ name, examples: all }) => all.map((example) => ({ event: name, example })))
    .filter(({ example }) => ["opened", "synchronize", "created", undefined].includes(example.action));
  return Array.from({ length: repositories }, (_, index) =>
    examples.map(({ event, example }) => {
      const text = JSON.stringify({ ...example, installation: { id: 1 } });
      const body = text.replaceAll(CAPTURED, String(1 + index));
      return { event, body, signature: `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}` };
    }),
  ).flat();
}

/** The headers of one sending. */
export function headersOf({ event, signature }: Webhook): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-delivery": randomUUID(),
    "x-github-event": event,
    "x-hub-signature-256": signature,
  };
}
