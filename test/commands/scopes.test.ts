import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { tell } from "../support/tell.ts";
import { runUnread } from "../support/unread.ts";
import { richWeek } from "./rich-week.ts";

type Cells = Readonly<Record<string, string>>;

/** A store in which that week happened in acme/shop, and nothing in the other repositories. */
async function storeOfRichWeek(names: readonly string[] = ["shop"]): Promise<string> {
  const file = newPath("plimsoll.db");
  const stores = await openStores(`file:${file}`, { pseudonymKey: {} });
  await stores.installations.remember({ id: SHOP.installationId, installedAt: at(1) });
  for (const [index, name] of names.entries())
    await stores.repositories.remember({ ...SHOP, id: SHOP.id + index, name });
  await tell(stores, richWeek().history());
  await stores.close();
  return file;
}

describe("a digest with a folder", () => {
  it.each([
    ["acme/shop", []],
    ["acme", ["repositories"]],
  ])("writes the weeks of %s as a site", async (scope, folders) => {
    const file = await storeOfRichWeek();
    const folder = newPath("site");
    const { status, stdout } = await runHere(file, "digest", scope, "--out", folder);
    const page = readFileSync(join(folder, "index.html"), "utf8");
    const { week, normalizedDeployments } = JSON.parse(readFileSync(join(folder, "digest.json"), "utf8"));

    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(["digest.json", "digest.md", "index.html", ...folders]),
    );
    expect(readFileSync(join(folder, "digest.md"), "utf8")).toBe(stdout);
    expect(page).toContain(`<title>Plimsoll · ${scope} · ${week}</title>`);
    expect(page).toContain(`<b>${normalizedDeployments.total}</b>`);
    expect(page).toContain("2026-W45");
  });

  it("writes it though nobody reads its output", async () => {
    const file = await storeOfRichWeek();
    const folder = newPath("site");
    const { status, stderr } = await runUnread(
      { DATABASE_URL: `file:${file}` },
      ...["digest", "acme", "--out", folder],
    );

    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Written: .+ more\n$/)]);
    expect(readdirSync(folder)).toContain("index.html");
  });

  it("removes the pages of repositories that only an earlier one wrote, and nothing else", async () => {
    const file = await storeOfRichWeek();
    const folder = newPath("site");
    const pages = join(folder, "repositories");
    await runHere(file, "digest", "acme", "--out", folder);
    copyFileSync(join(pages, "shop.html"), join(pages, "copy.html"));
    mkdirSync(join(pages, "folder.html"));
    for (const path of ["mine.html", "repositories/mine.html"])
      writeFileSync(join(folder, path), "<!doctype html><title>Plimsoll · mine</title>");
    const others = ["copy.html", "folder.html", "mine.html"];

    await runHere(file, "digest", "acme", "--out", folder);
    expect(readdirSync(pages)).toEqual([...others, "shop.html"]);

    await runHere(file, "digest", "acme/shop", "--out", folder);
    expect(readdirSync(pages)).toEqual(others);
    expect(existsSync(join(folder, "mine.html"))).toBe(true);
  });

  it("is refused before the digest is computed if a folder has the name of a page", async () => {
    const folder = newPath("site");
    mkdirSync(join(folder, "index.html"), { recursive: true });
    const { status, stdout, stderr } = await runHere(
      await storeOfRichWeek(),
      ...["digest", "acme/shop", "--out", folder],
    );

    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^plimsoll: --out .+index\.html is a folder, .+\n$/);
  });

  it("says which repositories are still being read, and on their pages alone", async () => {
    const file = await storeOfRichWeek(["shop", "shop-api"]);
    const stores = await openStores(`file:${file}`, { pseudonymKey: {} });
    const [repositoryId, reason] = [SHOP.id + 1, "archived"] as const;
    await stores.backfills.request({ repositoryId, since: at(1), at: at(1) });
    await stores.refusals.save({ repositoryId, refused: "issues", reason, at: at(1) });
    await stores.close();
    const folder = newPath("site");
    const { stdout } = await runHere(file, "digest", "acme", "--out", folder);
    const page = (name: string) => readFileSync(join(folder, name), "utf8");

    expect(stdout).toContain("> **Incomplete:** the past of `acme/shop-api` is still being read");
    expect(stdout).toContain("in 1 repository");
    expect(page("index.html")).toContain("the past of <code>acme/shop-api</code> is still being read");
    expect(page("index.html")).toContain("in 1 repository");
    expect(page("repositories/shop.html")).not.toContain("still being read");
  });

  it("is not for publishing", async () => {
    const file = await storeOfRichWeek();
    const { status, stderr } = await runHere(file, "digest", "acme", "--out", "site", "--publish");

    expect([status, stderr]).toEqual([2, expect.stringContaining("--publish")]);
  });
});

describe("a digest without a week", () => {
  it("is that of the newest complete week", async () => {
    const file = await storeOfRichWeek();
    for (const scope of ["acme/shop", "acme"]) {
      const { status, stdout, stderr } = await runHere(file, "digest", scope, "--json");
      const { week, state, weeks } = JSON.parse(stdout);

      expect({ status, stderr, state: state === "open" }).toEqual({ status: 0, stderr: "", state: false });
      expect(week > "2026-W45").toBe(true);
      expect(weeks.at(-1).week).toBe(week);
      const named = await runHere(file, "digest", scope, "--week", week, "--json");
      expect(named.stdout).toBe(stdout);
      expect((await runHere(file, "digest", scope)).stdout).toContain(week);
    }
  });
});

describe("a digest as CSV", () => {
  it("has the figures of the digest, and none that it withholds", async () => {
    const file = await storeOfRichWeek();
    const week = ["digest", "acme/shop", "--week", "2026-W45"] as const;
    const digest = parsed(await runHere(file, ...week, "--json"));

    const rows = parse((await runHere(file, ...week, "--csv")).stdout, { columns: true }) as Cells[];

    const own = new Map(rows.filter((row) => row.week === "2026-W45").map((row) => [row.metric, row]));
    expect(own.get("normalized_deployments")).toEqual({
      scope: "acme/shop",
      week: "2026-W45",
      metric: "normalized_deployments",
      value: `${digest.normalizedDeployments.total}`,
      low: "",
      high: "",
      state: digest.state,
    });
    expect(own.get("changes_merged")?.value).toBe(`${digest.changes.merged}`);
    expect(digest.builders.count).toBe(null);
    expect(own.get("builders")).toMatchObject({ value: "", state: "withheld" });
  });
});

describe("the digest of a scope", () => {
  const week = ["--week", "2026-W45"] as const;

  async function storeWithScopes(): Promise<string> {
    const file = await storeOfRichWeek(["shop", "api"]);
    const stores = await openStores(`file:${file}`, { pseudonymKey: {} });
    const repositories = [{ name: "api", id: SHOP.id + 1 }];
    const scopes = [
      { name: "idle", repositories },
      { name: "few", repositories: [{ name: "shop", id: SHOP.id }] },
    ];
    await stores.scopes.save(SHOP.installationId, scopes, at(1));
    await stores.close();
    return file;
  }

  it("is printed like any other, by a name that no repository has", async () => {
    const file = await storeWithScopes();
    const asked = ["digest", "acme", "--scope", "idle", ...week] as const;
    const { status, stdout } = await runHere(file, ...asked);

    expect([status, stdout.split("\n")[0]]).toEqual([0, expect.stringContaining("acme: idle")]);
    expect(parsed(await runHere(file, ...asked, "--json"))).toMatchObject({
      scope: "acme: idle",
      week: "2026-W45",
    });
    expect((await runHere(file, ...asked, "--csv")).stdout).toContain(
      "acme: idle,2026-W45,normalized_deployments,0",
    );
  });

  it("is refused where it would tell of few people, where there is none, and of a repository", async () => {
    const file = await storeWithScopes();
    const refusal = async (owner: string, scope: string) => {
      const { status, stderr } = await runHere(file, "digest", owner, "--scope", scope, ...week);
      return [status, stderr];
    };

    expect(await refusal("acme", "few")).toEqual([
      1,
      expect.stringMatching(/^plimsoll: acme: few has no digest of 2026-W45: too few builders shipped in it/),
    ]);
    expect(await refusal("acme", "gone")).toEqual([
      1,
      "plimsoll: acme has no scope gone in 2026-W45: it has few, idle\n",
    ]);
    expect(await refusal("acme/shop", "few")).toEqual([
      2,
      expect.stringContaining("--scope is for an organization"),
    ]);
  });
});

/** JSON without the time of its making. */
function parsed({ stdout }: { readonly stdout: string }) {
  return JSON.parse(stdout, (key, value) => (key === "asOf" ? "" : value));
}

describe("the receipts of an owner's week", () => {
  it("are those of each repository, by name", async () => {
    const file = await storeOfRichWeek(["shop", "api", "zoo"]);
    const week = ["--week", "2026-W45"] as const;
    const names = ["acme/api", "acme/shop", "acme/zoo"];

    const owned = parsed(await runHere(file, "explain", "acme", ...week, "--json"));
    expect(owned.map(({ scope }: { scope: string }) => scope)).toEqual(names);
    expect(owned[1]).toEqual(parsed(await runHere(file, "explain", "acme/shop", ...week, "--json")));

    const { status, stdout, stderr } = await runHere(file, "explain", "acme", ...week);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect([...stdout.matchAll(/^# Receipts of `(.*)`, 2026-W45$/gm)].map(([, name]) => name)).toEqual(names);
  });

  it("are refused of an owner without repositories", async () => {
    const { status, stderr } = await runHere(
      await storeOfRichWeek(),
      "explain",
      "nobody",
      "--week",
      "2026-W45",
    );

    expect(status).toBe(1);
    expect(stderr).toMatch(/^plimsoll: nobody is not in .+\n$/);
  });
});
