import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createAgentSource } from "../../src/sync/agents.ts";
import { octokit, useNock } from "../support/github.ts";
import { at } from "../support/history.ts";
import { SHOP } from "../support/stores.ts";
import { API } from "../support/world.ts";

const OWN = "/repos/acme/shop/contents/.github%2Fplimsoll.yml";
const OWNERS = "/repos/acme/.github/contents/.github%2Fplimsoll.yml";
const CODER = "agents: { coder: { name: Acme Coder, logins: ['coder[bot]'] } }";

function file(text: string) {
  return { type: "file", content: Buffer.from(text).toString("base64") };
}

/** Asks for the agents of the shop at some minutes of the 9th, and tells their ids each time. */
async function askAt(...minutes: readonly number[]): Promise<string[][]> {
  let now = at(9);
  const source = createAgentSource({ log: pino({ level: "silent" }), clock: () => now });
  const found: string[][] = [];
  for (const minute of minutes) {
    now = at(9, 0, minute);
    found.push((await source(octokit, SHOP)).map(({ id }) => id));
  }
  return found;
}

describe("the agents of a repository", () => {
  useNock();

  it("are those that its config declares, read again after ten minutes", async () => {
    nock(API).get(OWN).reply(200, file(CODER));
    nock(API)
      .get(OWN)
      .reply(200, file(CODER.replace("coder:", "drafter:")));

    expect(await askAt(0, 9, 10)).toEqual([["coder"], ["coder"], ["drafter"]]);
  });

  it("are those of its owner's .github repository when it has no config", async () => {
    nock(API).get(OWN).reply(404);
    nock(API).get(OWNERS).reply(200, file(CODER));

    expect(await askAt(0)).toEqual([["coder"]]);
  });

  it("are none when neither has one, or none may be seen", async () => {
    nock(API).get(OWN).reply(404);
    nock(API).get(OWNERS).reply(404);

    expect(await askAt(0, 1)).toEqual([[], []]);
  });

  it("stay while the config is wrong", async () => {
    nock(API).get(OWN).reply(200, file(CODER));
    nock(API).get(OWN).reply(200, file("agents: ["));

    expect(await askAt(0, 10)).toEqual([["coder"], ["coder"]]);
  });

  it("are asked for again when GitHub fails", async () => {
    nock(API).get(OWN).reply(403, { message: "Resource not accessible by integration" });

    await expect(askAt(0)).rejects.toMatchObject({ status: 403 });
  });
});
