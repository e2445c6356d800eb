import { createHmac } from "node:crypto";
import { once } from "node:events";
import { statfsSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { pino } from "pino";
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";
import { pullRequestPayload } from "../../dev/simulation/world/payloads.ts";
import { countRequests } from "../../src/operations/api-metrics.ts";
import { type Plimsoll, startPlimsoll } from "../../src/server/server.ts";

const SECRET = "a secret of the tests";

let plimsoll: Plimsoll;
let answer: (path: string, response: ServerResponse) => void;

/** A GitHub that gives tokens, and answers everything else with `answer`. */
const gitHub = createServer((request, response) => {
  const path = request.url ?? "";
  if (!path.endsWith("/access_tokens")) return answer(path, response);
  const token = { token: "ghs_secret", expires_at: "2126-01-01T00:00:00Z", permissions: {} };
  response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(token));
});

beforeEach(async () => {
  await once(gitHub.listen(0, "127.0.0.1"), "listening");
  plimsoll = await startPlimsoll({
    env: {
      APP_ID: 1,
      PRIVATE_KEY: TEST_KEY,
      WEBHOOK_SECRET: SECRET,
      GITHUB_API_URL: `http://127.0.0.1:${(gitHub.address() as AddressInfo).port}`,
      DATABASE_URL: `file:${newPath("plimsoll.db")}`,
      LOG_LEVEL: "silent",
      HOST: "127.0.0.1",
      PORT: 0,
    },
    log: pino({ level: "silent" }),
  });
});

afterEach(async () => {
  gitHub.closeAllConnections();
  gitHub.close();
  await plimsoll.stop();
});

async function deliver(id: string, { event = "pull_request", secret = SECRET } = {}): Promise<void> {
  const payload = pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) });
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = {
    "x-github-delivery": id,
    "x-github-event": event,
    "x-hub-signature-256": `sha256=${signature}`,
  };
  await fetch(`${plimsoll.url}/api/github/webhooks`, { method: "POST", body, headers });
}

/** The samples that begin with one of these and are not 0, without those of histograms but their counts. */
async function samples(...names: readonly string[]): Promise<string[]> {
  const text = await (await fetch(`${plimsoll.url}/metrics`)).text();
  const isAsked = (line: string) => names.some((name) => line.startsWith(name)) && !line.includes("le=");
  return text
    .split("\n")
    .filter((line) => isAsked(line) && !/_sum\b| 0$/.test(line))
    .sort();
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("the metrics", () => {
  it("count deliveries by event and by what became of them, and let no sender make up an event", async () => {
    answer = (_, response) => response.writeHead(404).end();
    await deliver("d1");
    await deliver("d2", { secret: "another" });
    await deliver("d3", { event: "star" });
    await deliver("d4", { event: 'made_up{x="' });
    await plimsoll.idle();

    expect(
      await samples("plimsoll_deliveries_received_total", "plimsoll_delivery_ack"),
    ).toMatchInlineSnapshot(`
      [
        "plimsoll_deliveries_received_total{event="other",outcome="not-needed"} 2",
        "plimsoll_deliveries_received_total{event="pull_request",outcome="refused-signature"} 1",
        "plimsoll_deliveries_received_total{event="pull_request",outcome="stored"} 1",
        "plimsoll_delivery_acknowledge_seconds_count 4",
      ]
    `);
  });

  it("tell what a rate limit put off, and how many requests GitHub still allows", async () => {
    answer = (_, response) => {
      response.writeHead(403, {
        "content-type": "application/json",
        "retry-after": "600",
        "x-ratelimit-remaining": "17",
        "x-ratelimit-resource": "core",
      });
      response.end(JSON.stringify({ message: "You have exceeded a secondary rate limit" }));
    };
    await deliver("d1");
    await until(async () => (await samples("plimsoll_deliveries_worked_total")).length > 0);

    expect(
      await samples(
        "plimsoll_deliveries_worked_total",
        "plimsoll_deliveries_pending",
        "plimsoll_github_requests_total",
        "plimsoll_github_rate_limit_remaining",
      ),
    ).toMatchInlineSnapshot(`
      [
        "plimsoll_deliveries_pending 1",
        "plimsoll_deliveries_worked_total{event="pull_request",outcome="rate-limited"} 1",
        "plimsoll_github_rate_limit_remaining{installation="1",resource="core"} 17",
        "plimsoll_github_rate_limit_remaining{installation="app",resource="core"} 17",
        "plimsoll_github_requests_total{kind="access_tokens",status="2xx"} 1",
        "plimsoll_github_requests_total{kind="deliveries",status="4xx"} 1",
        "plimsoll_github_requests_total{kind="trees",status="4xx"} 1",
      ]
    `);
  });

  it("tell apart why GitHub refuses, when it allows more again, and what its clock says", async () => {
    const behind = new Date(Date.now() - 90_000).toUTCString();
    const head = { "content-type": "application/json", date: behind };
    const answers = [
      [401, {}],
      [403, {}],
      [403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795000000" }],
      [403, { "retry-after": "60" }],
      [429, {}],
      [404, {}],
    ] as const;
    const registry = new Registry();
    const send = countRequests(registry)(3);
    for (const [status, headers] of answers) {
      answer = (_, response) => response.writeHead(status, { ...head, ...headers }).end("{}");
      await send(`http://127.0.0.1:${(gitHub.address() as AddressInfo).port}/rate`);
    }

    const text = await registry.metrics();
    expect(text.match(/^plimsoll_github_(refused|rate)\w+\{.*/gm)?.sort()).toMatchInlineSnapshot(`
      [
        "plimsoll_github_rate_limit_remaining{installation="3",resource="core"} 0",
        "plimsoll_github_rate_limit_reset_timestamp_seconds{installation="3",resource="core"} 1795000000",
        "plimsoll_github_refused_total{reason="forbidden"} 1",
        "plimsoll_github_refused_total{reason="rate-limited"} 3",
        "plimsoll_github_refused_total{reason="unauthorized"} 1",
      ]
    `);
    const [, skew] = /^plimsoll_clock_skew_seconds (\S+)$/m.exec(text) ?? [];
    expect(Number(skew)).toBeGreaterThanOrEqual(89);
  });

  it("are given to who asks for them, and to nobody who sends something", async () => {
    const response = await fetch(`${plimsoll.url}/metrics`, { method: "POST", body: "{}" });

    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("begin with 0 where an alert looks for an increase", async () => {
    const text = await (await fetch(`${plimsoll.url}/metrics`)).text();

    for (const sample of [
      'plimsoll_deliveries_received_total{event="push",outcome="not-stored"} 0',
      'plimsoll_deliveries_received_total{event="other",outcome="not-stored"} 0',
      'plimsoll_deliveries_worked_total{event="push",outcome="done"} 0',
      'plimsoll_digests_worked_total{outcome="failed"} 0',
      'plimsoll_github_refused_total{reason="unauthorized"} 0',
      "plimsoll_deliveries_missed_total 0",
      "plimsoll_delivery_log_gaps_total 0",
    ])
      expect(text).toContain(`${sample}\n`);
  });

  it("tell how much of the disk is free, whether the server is ready, and what somebody must put right", async () => {
    const { bsize, blocks } = statfsSync(tmpdir());
    await plimsoll.stores.bugs.remember({ work: "digest", error: "TypeError", at: at(2) });
    await plimsoll.stores.bugs.remember({ work: "digest", error: "TypeError", at: at(3) });

    expect(await samples("plimsoll_disk_bytes", "plimsoll_ready", "plimsoll_mistakes")).toEqual([
      `plimsoll_disk_bytes ${blocks * bsize}`,
      "plimsoll_mistakes 1",
      "plimsoll_ready 1",
    ]);
    expect(Number((await samples("plimsoll_disk_free_bytes"))[0]?.split(" ")[1])).toBeLessThan(
      blocks * bsize,
    );
  });

  it("tell when scheduled work was done last", async () => {
    const read = async () =>
      Object.fromEntries(
        (await samples("plimsoll_scheduled_work_done_timestamp_seconds")).map((line) => line.split(" ")),
      );
    answer = (_, response) => response.writeHead(200, { "content-type": "application/json" }).end("[]");
    const before = await read();
    await plimsoll.runNightly();
    const after = await read();
    const name = (work: string) => `plimsoll_scheduled_work_done_timestamp_seconds{work="${work}"}`;

    expect(Object.keys(before)).toEqual(["catch-up", "digests", "nightly"].map(name));
    expect(Number(after[name("nightly")])).toBeGreaterThan(Number(before[name("nightly")]));
  });

  it("do not tell work as done that failed", async () => {
    const name = 'plimsoll_scheduled_work_done_timestamp_seconds{work="nightly"}';
    answer = (_, response) => response.writeHead(404).end();
    const before = await samples(name);
    await plimsoll.runNightly();

    expect(await samples(name)).toEqual(before);
  });

  it("H5: do not tell nightly work as done while the clock is wrong, when nothing is forgotten", async () => {
    const { bugs } = plimsoll.stores;
    const answerAt = (at: number) => {
      const date = new Date(at).toUTCString();
      answer = (_, response) =>
        response.writeHead(200, { "content-type": "application/json", date }).end("[]");
    };
    const longAgo = new Date(Date.now() - 30 * 86_400_000);
    await bugs.remember({ work: "delivery push", error: "TypeError", at: longAgo });
    const name = 'plimsoll_scheduled_work_done_timestamp_seconds{work="nightly"}';
    const before = await samples(name);
    answerAt(Date.now() - 86_400_000);
    await plimsoll.catchUp();
    await plimsoll.runNightly();
    const wrong = [await samples(name), (await bugs.list(9)).length];
    answerAt(Date.now());
    await plimsoll.catchUp();
    await plimsoll.runNightly();

    expect(wrong).toEqual([before, 1]);
    expect(await bugs.list(9)).toEqual([]);
  });

  it("are those of Prometheus, with the process and the build", async () => {
    const response = await fetch(`${plimsoll.url}/metrics`);

    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await response.text();
    expect(text).toMatch(/^plimsoll_build_info\{version="[\d.]+",node="24[\d.]+",agents="[\d-]+"\} 1$/m);
    expect(text).toContain("process_resident_memory_bytes");
  });

  it("are refused with the reason when the store cannot be read", async () => {
    await plimsoll.stores.close();
    const response = await fetch(`${plimsoll.url}/metrics`);

    expect(response.status).toBe(503);
    expect(await response.text()).toMatch(
      /^TypeError: The database connection is not open at src\/storage\/[\w-]+\.ts:\d+\n$/,
    );
  });
});
