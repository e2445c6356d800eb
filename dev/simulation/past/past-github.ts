import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Webhooks } from "@octokit/webhooks";
import nock from "nock";
import { TEST_KEY } from "../world/key.ts";
import { SHOP } from "../world/shop.ts";
import { API } from "../world/world.ts";
import { type Past, type PastOptions, servePast } from "./github-past.ts";

/** A GitHub on a port of its own that remembers a past, and lets an App in. */
export interface PastGitHub {
  readonly url: string;
  readonly appId: number;
  readonly privateKey: string;
  /** What was written to GitHub, as method and path. */
  readonly written: readonly string[];
  setWebhookUrl(url: string): Promise<void>;
  /** Tells the App that it was installed, on the shop unless told otherwise; whether that was acknowledged. */
  install(at: Date, repositories?: readonly CoveredRepository[]): Promise<boolean>;
  close(): void;
}

interface CoveredRepository {
  readonly id: number;
  readonly full_name: string;
}

const TOKEN = { token: "ghs_test", expires_at: "2099-01-01T00:00:00Z", permissions: {} };

/** Starts a GitHub from which another process can read a past; it has no config and no log of deliveries. */
export async function startPastGitHub(
  past: Past,
  { webhookSecret, ...options }: PastOptions & { readonly webhookSecret: string },
): Promise<PastGitHub> {
  nock.enableNetConnect("127.0.0.1");
  servePast(past, options);
  const { installationId, owner, name } = SHOP;
  nock(API).persist().post(`/app/installations/${installationId}/access_tokens`).reply(201, TOKEN);
  nock(API)
    .persist()
    .get(/git\/trees|hook/)
    .query(true)
    .reply(404, { message: "Not Found" });
  const written: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    if (method !== "GET" && !/graphql|access_tokens/.test(url)) {
      written.push(`${method} ${url}`);
      return response.writeHead(201, { "content-type": "application/json" }).end('{"id":1,"number":1}');
    }
    const body = method === "GET" ? null : await buffer(request);
    const answer = await fetch(API + url, { method, body });
    return response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  let webhooks = "";
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    appId: 1,
    privateKey: TEST_KEY,
    written,
    async setWebhookUrl(url) {
      webhooks = url;
    },
    async install(at, repositories = [{ id: SHOP.id, full_name: `${owner}/${name}` }]) {
      const installation = { id: installationId, created_at: at.toISOString() };
      const body = JSON.stringify({ action: "created", installation, repositories });
      const headers = {
        "x-github-delivery": "installed",
        "x-github-event": "installation",
        "x-hub-signature-256": await new Webhooks({ secret: webhookSecret }).sign(body),
      };
      const answer = await fetch(webhooks, { method: "POST", body, headers }).catch(() => undefined);
      return answer?.status === 202;
    },
    close() {
      server.closeAllConnections();
      server.close();
      nock.cleanAll();
    },
  };
}
