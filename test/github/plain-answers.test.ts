import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Octokit } from "@octokit/core";
import nock from "nock";
import { describe, expect, it } from "vitest";
import { API } from "../../dev/simulation/world/world.ts";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { parsePlainly } from "../../src/github/plain-answers.ts";
import { useNock } from "../support/github.ts";

const REPOSITORY = "/repos/acme/shop";

function answer(status: number, body: string, type = "application/json; charset=utf-8"): void {
  nock(API).get(REPOSITORY).reply(status, body, { "content-type": type, etag: '"1"' });
}

function ask() {
  const octokit = new PlimsollOctokit({ baseUrl: API, auth: { token: "t" }, throttle: { enabled: false } });
  return octokit.request(`GET ${REPOSITORY}`);
}

describe("an answer", () => {
  useNock();

  it("holds numbers, however large", async () => {
    answer(200, '{"id":9007199254740993,"name":"shop"}');

    const { data, status, headers } = await ask();

    expect(data).toEqual({ id: 9_007_199_254_740_992, name: "shop" });
    expect({ status, etag: headers.etag }).toEqual({ status: 200, etag: '"1"' });
  });

  it("that is no JSON is text", async () => {
    answer(200, "<html>", "text/html");

    expect((await ask()).data).toBe("<html>");
  });

  it("that there is nothing to tell holds nothing", async () => {
    nock(API).get(REPOSITORY).reply(204);

    expect(await ask()).toMatchObject({ status: 204 });
  });

  it("that refuses says why", async () => {
    answer(404, '{"message":"Not Found"}');

    await expect(ask()).rejects.toMatchObject({ status: 404, message: expect.stringContaining("Not Found") });
  });
});

it("an answer is whole though garbage was collected before it was read", async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"name":"shop"}');
  });
  const { port } = await new Promise<{ port: number }>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server.address() as { port: number }));
  });
  const octokit = new (Octokit.plugin(cleanUpAfterAnswers, parsePlainly))({
    baseUrl: `http://127.0.0.1:${port}`,
  });

  const { data } = await octokit.request(`GET ${REPOSITORY}`).finally(() => server.close());

  expect(data).toEqual({ name: "shop" });
});

/** Collects garbage between Octokit's answer and the plugins after it, as may happen while a limiter holds the answer. */
function cleanUpAfterAnswers({ hook }: Pick<Octokit, "hook">): void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  hook.after("request", async () => {
    for (let round = 0; round < 3; round += 1) {
      await sleep(1);
      collect();
    }
    await sleep(1);
  });
}
