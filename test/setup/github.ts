import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A private key as GitHub makes it for an App. */
export const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();

/** The code that the GitHub of these tests sends back with a browser. */
export const CODE = "a180b1a3d263c81bc6441d7b990bae27d4c10679";

/** A GitHub that creates Apps from manifests, on a port of its own. */
export interface ManifestGitHub {
  readonly url: string;
  /** What its API was asked, and which manifests a browser brought. */
  readonly asked: string[];
  readonly manifests: unknown[];
  /** Its log of deliveries: the pings that it sent when an App was created. */
  readonly deliveries: object[];
  /** The status of the next answers to a code; 201 gives the credentials. */
  status: number;
  close(): void;
}

/** Starts it; it sends a browser that brings a manifest straight back. */
export async function startManifestGitHub(): Promise<ManifestGitHub> {
  const server = createServer(async (request, response) => {
    gitHub.asked.push(`${request.method} ${request.url}`);
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url?.startsWith("/app-manifests/")) {
      const app = {
        id: 7,
        pem: PRIVATE_KEY,
        webhook_secret: "s3cret-made-by-GitHub",
        html_url: `${gitHub.url}/apps/plimsoll`,
      };
      const answer = gitHub.status === 201 ? app : { message: "no" };
      response.writeHead(gitHub.status, { "content-type": "application/json" }).end(JSON.stringify(answer));
      return;
    }
    if (request.url?.startsWith("/app/hook/deliveries")) {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(gitHub.deliveries));
      return;
    }
    const manifest = JSON.parse(new URLSearchParams(body).get("manifest") ?? "{}");
    gitHub.manifests.push(manifest);
    const { status } = await ping(manifest.hook_attributes.url);
    gitHub.deliveries.push({
      delivered_at: "2026-11-23T12:01:30Z",
      event: "ping",
      status: status === 202 ? "OK" : `Invalid HTTP Response: ${status}`,
      status_code: status,
    });
    const state = new URL(request.url ?? "", gitHub.url).searchParams.get("state");
    response.writeHead(302, { location: `${manifest.redirect_url}?code=${CODE}&state=${state}` }).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const gitHub: ManifestGitHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    manifests: [],
    deliveries: [],
    status: 201,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return gitHub;
}

/** The first delivery of an App, which comes before its server knows the secret. */
async function ping(url: string): Promise<{ readonly status: number }> {
  const headers = { "x-github-event": "ping", "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
  return fetch(url, { method: "POST", body: "{}", headers }).catch(() => ({ status: 0 }));
}
