import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLI, COMPILED } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { startComputer, type ThreadComputer } from "../../src/digests/thread-computer.ts";
import { placeOf } from "../../src/operations/error-frames.ts";
import { classifyError } from "../../src/operations/error-kind.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { HANGING_MS } from "../support/limits.ts";
import { deploy, merge } from "../support/ship.ts";

const url = `file:${join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "plimsoll.db")}`;
const REQUEST = { repository: SHOP, week: "2026-W45", now: at(9, 9) };
const OF_OWNER = { owner: "acme", repositories: [SHOP], week: "2026-W45", now: at(9, 9) };

/** As in the program: a thread that begins from the sources loads hundreds of modules. */
const BUILT = join(dirname(CLI), "start-computer.js");

let stores: Stores;
let thread: ThreadComputer;

beforeAll(async () => {
  stores = await openStores(url);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  await deploy(stores, 1, "m0", at(1));
  await merge(stores, 1, at(3));
  await deploy(stores, 2, "m1", at(3, 1));
  thread = startComputer(url, stores);
});

afterAll(async () => {
  await thread.stop();
  await stores.close();
});

describe("what is computed in a thread of its own", () => {
  it("is what the asking thread would compute", async () => {
    const here = createComputer(stores);

    expect(await thread.digest(REQUEST)).toEqual(await here.digest(REQUEST));
    expect(await thread.digest(OF_OWNER)).toEqual(await here.digest(OF_OWNER));
    expect((await thread.state(REQUEST)).since).toEqual(at(1));
    expect(await thread.state(OF_OWNER)).toEqual(await here.state(OF_OWNER));
  });

  it("sees what was stored since it began, and answers many questions, each with its own answer", async () => {
    await merge(stores, 2, at(4));
    const weeks = ["2026-W45", "2026-W46", "2026-W44"];
    const found = await Promise.all(weeks.map((week) => thread.digest({ ...REQUEST, week })));

    expect(found.map(({ week }) => week)).toEqual(weeks);
    expect(found[0]?.changes.pending).toBe(1);
  });

  it("rejects what it cannot compute, and goes on", async () => {
    const error = await thread.digest(undefined as never).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining("Cannot destructure"),
    });
    expect(classifyError(error)).toBe("bug");
    expect(placeOf(error as Error)).toMatch(/^src\/digests\/compute\.ts:\d+$/);
    expect((await thread.digest(REQUEST)).week).toBe("2026-W45");
  });

  it("keeps the process until it has answered, and no longer", async () => {
    const script = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "ask.mjs");
    const text = `
      import { startComputer } from ${JSON.stringify(pathToFileURL(BUILT))};
      const { digest } = startComputer(process.env.URL, undefined);
      const request = { ...JSON.parse(process.env.REQUEST), now: new Date() };
      process.stdout.write((await digest(request)).week);`;
    writeFileSync(script, text);
    const env = { ...COMPILED, URL: url, REQUEST: JSON.stringify(REQUEST) };
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env, timeout: HANGING_MS });

    expect(stdout).toBe("2026-W45");
  });

  it("rejects what was asked when the thread ends, and starts another for the next question", async () => {
    const built: typeof import("../../src/digests/thread-computer.ts") = await import(BUILT);
    const own = built.startComputer(url, stores);
    const asked = own.digest(REQUEST);
    await own.stop();

    await expect(asked).rejects.toThrow("the thread that computes has ended");
    expect((await own.digest(REQUEST)).week).toBe("2026-W45");
    await own.stop();
  });
});
