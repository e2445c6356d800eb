import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRepository } from "../../dev/simulation/clone/repository.ts";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { at, deployment } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { DAY_MS } from "../../src/domain/durations.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { deploy } from "../support/ship.ts";

const NO_STORE = newPath("none.db");

function openClone() {
  const clone = createRepository();
  clone.commit("a");
  clone.git(["tag", "v1.4.0"]);
  return clone.path;
}

const configOf = (clone: string) => join(clone, ".github/plimsoll.yml");

/** A store in which the shop was deployed a few days ago. */
async function createStore(): Promise<string> {
  const file = newPath("plimsoll.db");
  const stores = await openStores(`file:${file}`);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  const recently = new Date(Date.now() - 3 * DAY_MS);
  await deploy(stores, 1, "m1", recently);
  const { statuses, ...rest } = deployment(2, "m1", recently);
  const elsewhere = { ...rest, environment: "shop-eu", isProduction: false };
  await stores.deployments.save({ repositoryId: SHOP.id, deployment: elsewhere, statuses });
  await stores.close();
  return file;
}

describe("config init", () => {
  it("writes a config that is valid and changes nothing, by the tags of the clone", async () => {
    const clone = openClone();

    const { status, stdout } = await runCli(NO_STORE, "config", "init", clone);
    expect([status, stdout]).toEqual([
      0,
      `${configOf(clone)}: written; every key is off, so the defaults hold, also where the owner has a config\n`,
    ]);
    expect(readFileSync(configOf(clone), "utf8")).toContain(
      "## Release tags in this clone: 1, the newest v1.4.0.",
    );
    const checked = await runHere(NO_STORE, "config", "check", configOf(clone));
    expect(checked).toEqual({ status: 0, stdout: `${configOf(clone)}: valid\n`, stderr: "" });
  });

  it.each(["plimsoll.yml", "plimsoll.yaml"])("leaves a %s alone", async (name) => {
    const clone = openClone();
    mkdirSync(join(clone, ".github"));
    writeFileSync(join(clone, ".github", name), "ship: merges\n");

    const { status, stdout, stderr } = await runHere(NO_STORE, "config", "init", clone);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      `plimsoll: ${join(clone, ".github", name)} is there already: edit it, or see a new one with --print\n`,
    );
    expect(readFileSync(join(clone, ".github", name), "utf8")).toBe("ship: merges\n");
    expect((await runHere(NO_STORE, "config", "init", clone, "--print")).stdout).toContain("#ship: auto");
  });

  it("lists the environments of a repository in the store", async () => {
    const printed = await runHere(
      await createStore(),
      ...["config", "init", openClone(), "--print", "--repository", "acme/shop"],
    );

    expect(printed).toMatchObject({ status: 0, stderr: "" });
    expect(printed.stdout).toContain("##   production: 1, production\n");
    expect(printed.stdout).toContain("##   shop-eu: 1, not production\n");
    expect(printed.stdout).toContain('#production: ["production"]');
  });

  it("says how the environments are listed where they are not", async () => {
    const { stdout } = await runHere(NO_STORE, "config", "init", openClone(), "--print");

    expect(stdout).toContain("## Where the server runs, --repository OWNER/REPO also lists the environments");
  });

  it("writes to the root of the work tree from any folder of it", async () => {
    const clone = openClone();
    const folder = join(clone, "packages/api");
    mkdirSync(folder, { recursive: true });

    expect(await runHere(NO_STORE, "config", "init", folder)).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(configOf(clone))).toBe(true);
    expect(existsSync(configOf(folder))).toBe(false);
    const again = await runHere(NO_STORE, "config", "init", folder);
    expect(again).toMatchObject({ status: 1, stdout: "" });
    expect(again.stderr).toContain("is there already");
  });

  it("writes nothing into the folder of git, and can print there", async () => {
    const folder = join(openClone(), ".git");

    const refused = await runHere(NO_STORE, "config", "init", folder);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toBe(
      `plimsoll: ${folder} has no checked-out files: give the path of a clone that has, or see the config with --print\n`,
    );
    expect(existsSync(configOf(folder))).toBe(false);
    const printed = await runHere(NO_STORE, "config", "init", folder, "--print");
    expect(printed.stdout).toContain("Release tags in this clone: 1");
  });

  it("ends with 1 and one line in a folder without git, and without the named store", async () => {
    const folder = newPath("");
    const noClone = await runHere(NO_STORE, "config", "init", folder);
    const noStore = await runHere(NO_STORE, "config", "init", openClone(), "--repository", "acme/shop");

    for (const { status, stdout, stderr } of [noClone, noStore]) {
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^plimsoll: .+\n$/);
    }
  });
});
