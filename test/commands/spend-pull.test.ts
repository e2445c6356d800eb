import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCliIn } from "../../dev/simulation/processes/cli.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { shiftDay, utcDay } from "../../src/domain/spend/fact.ts";
import { openStores } from "../../src/storage/stores.ts";
import { bucketPage, costBucket, costResult, openAiLimit } from "../spend/answers-of.ts";
import { runHereIn } from "../support/command-line.ts";
import { newStore } from "../support/stores.ts";

const YESTERDAY = shiftDay(utcDay(new Date()), -1);

let vendor: Server;
let file: string;
let amount = 7;
let status = 200;

beforeAll(async () => {
  vendor = createServer((request, response) => {
    const isLimit = request.url?.endsWith("/spend_limit");
    const page = bucketPage([costBucket(YESTERDAY, costResult(amount), costResult(-1))]);
    response.writeHead(isLimit ? 200 : status);
    response.end(JSON.stringify(isLimit ? openAiLimit("enforcing") : page));
  });
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
});

afterAll(() => new Promise((resolve) => vendor.close(resolve)));

beforeEach(async () => {
  file = newStore();
  const stores = await openStores(`file:${file}`);
  await stores.installations.remember({ id: SHOP.installationId, installedAt: new Date() });
  await stores.repositories.remember(SHOP);
  await stores.close();
});

const PULL = ["spend", "pull"] as const;

function environment(variables: Record<string, string>): Record<string, string> {
  const url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  return { DATABASE_URL: `file:${file}`, SPEND_OPENAI_URL: url, ...variables };
}

function run(variables: Record<string, string>, ...args: readonly string[]) {
  return runHereIn(environment(variables), ...(args.length === 0 ? PULL : args));
}

/** An address at which nobody listens. */
async function closedAddress(): Promise<string> {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const KEY = { SPEND_OPENAI_KEY: "sk-admin-1" };

describe("plimsoll spend pull", () => {
  it("prints a line for each source, with what was restated", async () => {
    amount = 7;
    const first = await runCliIn(environment(KEY), ...PULL);
    amount = 9.5;
    const second = await run(KEY);

    expect(first).toEqual({
      status: 0,
      stderr: "",
      stdout: `openai             35 days read, 0 restated; 7.00 USD, adjustment -1.00 USD; billed; read through ${YESTERDAY}\n`,
    });
    expect(second.stdout).toBe(
      `openai             35 days read, 1 restated; 9.50 USD, adjustment -1.00 USD; billed; read through ${YESTERDAY}\n`,
    );
  });

  it("ends with 1 when a source fails, and status says so", async () => {
    status = 403;
    const failed = await run({ ...KEY, SPEND_GITHUB_TOKEN: "t", GITHUB_API_URL: await closedAddress() });
    status = 200;

    expect(failed).toMatchObject({ status: 1, stderr: "" });
    expect(failed.stdout).toBe(
      `github-ai-credits  failed: GitHub cannot be reached (ECONNREFUSED): let this machine reach it; it is read again at the next run
openai             failed: OpenAI refuses SPEND_OPENAI_KEY (403): give it an Admin key that may read usage
`,
    );
    const shown = await run({}, "status");
    expect(shown.stdout).toContain(`sources of spend
  github-ai-credits  metered  never read  failed: GitHub cannot be reached`);
    await run(KEY);
    expect((await run({}, "status")).stdout).toContain(
      `  openai  billed  read through ${YESTERDAY}, up to date\n`,
    );
    expect(JSON.parse((await run({}, "status", "--json")).stdout)).toMatchObject({
      spend: [
        { name: "github-ai-credits", kind: "github-ai-credits", basis: "metered", error: expect.any(String) },
        { name: "openai", kind: "openai", basis: "billed", readThrough: YESTERDAY, lagDays: 0 },
      ],
    });
    expect((await run({}, "doctor")).stdout).toContain(
      "warning  spend          github-ai-credits was not read: GitHub cannot be reached (ECONNREFUSED): let this machine reach it",
    );
  });

  it("names the variables when none is set, and a wrong one without its value", async () => {
    expect(await run({})).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "plimsoll: no credential is set: set one of SPEND_GITHUB_TOKEN, SPEND_ANTHROPIC_KEY, SPEND_OPENAI_KEY, SPEND_CURSOR_KEY (see docs/spend.md)\n",
    });
    const { status: ended, stderr } = await run({ SPEND_OPENAI_KEY: "two words" });
    expect(ended).toBe(1);
    expect(stderr).toContain("SPEND_OPENAI_KEY must be a key without spaces or line breaks");
    expect(stderr).not.toContain("two words");
  });

  it("reads nothing of an organization in which the App is suspended", async () => {
    const stores = await openStores(`file:${file}`);
    await stores.installations.suspend(SHOP.installationId, new Date());
    await stores.close();

    expect(await run(KEY)).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("suspended"),
    });
  });

  it("wants the organization named where the app is installed in several", async () => {
    const stores = await openStores(`file:${file}`);
    await stores.installations.remember({ id: 77, installedAt: new Date() });
    await stores.close();

    expect(await run(KEY)).toMatchObject({ status: 2 });
    expect(await run(KEY, "spend", "pull", "--owner", "nobody")).toMatchObject({ status: 1 });
    expect(await run({ ...KEY, SPEND_OWNER: "acme" })).toMatchObject({ status: 0 });
  });
});
