import { mkdirSync, mkdtempSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import type { Preview } from "../../src/domain/clone/preview.ts";
import { type PreviewRequest, previewClone, previewClones } from "../../src/preview/preview.ts";
import { renderPreviewDigest } from "../../src/render/digest/preview.ts";
import { previewNotes } from "../../src/render/preview-notes.ts";
import { renderPreviewPage } from "../../src/render/site/preview-page.ts";
import { renderTerminal } from "../../src/render/terminal.ts";

const NOW = new Date("2027-01-01T00:00:00Z");
const CLAUDE = "\n\nCo-authored-by: Claude <noreply@anthropic.com>";
const CURSOR = "\n\nCo-authored-by: Cursor <cursoragent@cursor.com>";
const BO = "Bo Example <bo@mail.example>";

function preview(pasts: readonly Past[], rest: Partial<PreviewRequest> = {}): Promise<Preview> {
  const paths = pasts.map(({ path }) => path);
  return previewClones({ paths, ship: "auto", weeks: 12, until: undefined, now: NOW, ...rest });
}

/** A clone with two releases, and work in the week between them, from the first of June on. */
function releasing(name: string, message = "feat: one (#2)", by = "Ada Example <ada@mail.example>"): Past {
  const past = cloned(name);
  past.commit("feat: before (#1)");
  past.tag("v1.0.0");
  past.wait(1);
  past.commit(message, { by });
  past.wait(7);
  past.tag("v1.1.0");
  return past;
}

function cloned(name: string): Past {
  return new Past({ remotes: { origin: `https://github.com/${name}.git` } });
}

function namesOf({ digest }: Preview): string[] {
  return digest.repositories.map(({ repository, total }) => `${repository}: ${total}`);
}

describe("a preview of several clones", () => {
  it("is the digest of their organization, in any order, with its repositories by name", async () => {
    const [shop, api] = [releasing("acme/shop"), releasing("acme/api", "feat: other (#2)", BO)];
    const found = await preview([shop, api]);

    expect(found.digest).toMatchObject({ scope: "acme", ship: "releases", changes: { net: 2 } });
    expect(namesOf(found)).toEqual(["acme/api: 1", "acme/shop: 1"]);
    expect(await preview([api, shop])).toEqual(found);
  });

  it("counts a person's day once, known by the address or by the full name", async () => {
    const pasts = [
      releasing("acme/shop", "feat: one (#2)", "Ada Example <ada@mail.example>"),
      releasing("acme/api", "feat: one (#2)", "ada <ADA@mail.example>"),
      releasing("acme/web", "feat: one (#2)", "Ada Example <ada@home.example>"),
      releasing("acme/app", "feat: one (#2)", "a <ada@home.example>"),
      releasing("acme/bot", "feat: one (#2)", BO),
    ];
    const found = await preview(pasts);

    expect(found.digest.normalizedDeployments.total).toBe(2);
    expect(found.digest.repositories.map(({ total }) => total)).toEqual([1, 1, 1, 1, 1]);
    expect(await preview(pasts.toReversed())).toEqual(found);
  });

  it("counts a person's day once, where an earlier commit joins two addresses", async () => {
    const past = releasing("acme/shop", "feat: one (#2)", "Ada Lovelace <a@1.example>");
    past.commit("feat: two (#3)", { by: "Ada Lovelace <a@2.example>" });
    past.commit("feat: three (#4)", { by: "Ada <a@1.example>" });
    past.tag("v1.2.0");
    past.wait(8);
    past.commit("feat: four (#5)");
    const found = await preview([past]);

    expect(found.weeks.map(({ digest }) => digest.normalizedDeployments.total)).toEqual([1, 1]);
  });

  it("shows no address and no name of anybody, on any surface", async () => {
    const found = await preview([releasing("acme/shop"), releasing("acme/api")]);
    const shown = [renderPreviewDigest(found), renderPreviewPage(found), renderTerminal(found)];

    for (const text of [JSON.stringify(found), ...shown]) expect(text).not.toMatch(/@mail|Example/);
  });

  it("tells the changes with one number apart, with their tools", async () => {
    const pasts = [
      releasing("acme/shop", `feat: one (#2)${CLAUDE}`),
      releasing("acme/api", `feat: one (#2)${CURSOR}`, BO),
      releasing("acme/web", "feat: one (#2)", "Cy Example <cy@mail.example>"),
    ];

    expect((await preview(pasts)).tools).toEqual([
      { tool: "claude-code", changes: 1, agentAuthored: 0, normalizedDeployments: 1 },
      { tool: "cursor", changes: 1, agentAuthored: 0, normalizedDeployments: 1 },
    ]);
  });

  it("knows everything up to the newest of all", async () => {
    const [shop, api] = [releasing("acme/shop"), releasing("acme/api")];
    shop.wait(21);
    shop.commit("feat: later (#3)");
    const found = await preview([api, shop]);

    expect(found.source.asOf).toBe("2026-06-30T09:02:00.000Z");
    expect(found.digest.week).toBe("2026-W26");
    expect(found.digest.filling).toMatchObject([{ pending: 1 }]);
  });

  it("leaves out those that show only merges, as the App does, unless all do or it is asked for", async () => {
    const [shop, api, web] = [releasing("acme/shop"), cloned("acme/api"), cloned("acme/web")];
    for (const past of [api, web]) {
      past.commit("feat: merged (#1)");
      past.wait(8);
      past.commit("feat: merged (#2)", { by: BO });
    }
    const [found, asked, all] = [
      await preview([shop, api]),
      await preview([shop, api], { ship: "merges" }),
      await preview([api, web]),
    ];

    expect(namesOf(found)).toEqual(["acme/shop: 1"]);
    expect(found.digest).toMatchObject({ leftOut: 1, ship: "releases" });
    expect(previewNotes(found).join("\n")).toContain("1 of these is left out (acme/api): ");
    expect(renderTerminal(found)).toContain("1 repository; 1 left out");
    expect(asked.digest).toMatchObject({ leftOut: 0, ship: "merges" });
    expect(namesOf(asked)).toEqual(["acme/api: 1", "acme/shop: 2"]);
    expect(all.digest).toMatchObject({ leftOut: 0, ship: "merges", changes: { net: 2 } });
  });

  it("takes the zone, the floor and missing configs from the owner's .github", async () => {
    const owners = releasing("acme/.github");
    const text = "digest: { timezone: Pacific/Auckland }\nprivacy: { floor: 3 }\nexclude: [src/**]\n";
    owners.commit("chore: it", { contents: { ".github/plimsoll.yml": text } });
    const own = releasing("acme/own");
    own.commit("chore: it", { contents: { ".github/plimsoll.yml": "privacy: { floor: 9 }\n" } });
    const [alone, together] = [
      await preview([own, releasing("acme/shop")]),
      await preview([own, releasing("acme/shop"), owners]),
    ];

    expect([alone.digest.floor, together.digest.floor]).toEqual([5, 3]);
    expect(namesOf(alone)).toEqual(["acme/own: 1", "acme/shop: 1"]);
    expect(namesOf(together)).toEqual(["acme/.github: 0", "acme/own: 1", "acme/shop: 0"]);
  });

  it("says that it does not show the scopes of the owner's .github", async () => {
    const text = "scopes: { pay: { repositories: [shop] } }\n";
    const withScopes = (address: string) => {
      const past = releasing(address);
      past.commit("chore: it", { contents: { ".github/plimsoll.yml": text } });
      return past;
    };
    const said =
      "The config names scopes: a preview shows none, but the server and plimsoll report do, in the organization's digest.";
    const [shop, owners] = [releasing("acme/shop"), withScopes("acme/.github")];

    expect(previewNotes(await preview([shop, owners]))).toContain(said);
    expect(previewNotes(await preview([owners]))).toContain(said);
    expect(previewNotes(await preview([shop, withScopes("acme/own")]))).not.toContain(said);
  });

  it("leaves out a repository that opted out of digests, and says so", async () => {
    const out = releasing("acme/out");
    out.commit("chore: it", { contents: { ".github/plimsoll.yml": "digest: { enabled: false }\n" } });

    const found = await preview([out, releasing("acme/shop"), releasing("acme/api")]);
    const alone = await preview([out, releasing("acme/shop")]);

    expect(namesOf(found)).toEqual(["acme/api: 1", "acme/shop: 1"]);
    for (const each of [found, alone])
      expect(previewNotes(each)).toContain(
        "acme/out is left out: its config says digest: { enabled: false }.",
      );
    expect(previewNotes(await preview([out])).join("\n")).not.toContain("left out");
  });

  it("names all owners", async () => {
    const pasts = ["acme/a", "Umbrella/b", "ACME/c", "zeta/d", "omega/e"].map((name) => releasing(name));

    expect((await preview(pasts)).digest.scope).toBe("ACME, Umbrella, omega and 1 more");
  });

  it("reads a clone once that is given twice, or with another work tree", async () => {
    const past = releasing("acme/shop");
    const tree = `${past.path}-tree`;
    past.git(["worktree", "add", "--quiet", tree]);
    const paths = [past.path, `${past.path}/`, tree, join(past.path, "src")];
    const found = await preview([], { paths });

    expect(found).toEqual(await previewClone({ ...request(), path: past.path }));
    expect(found.digest.scope).toBe("acme/shop");
  });

  it("reads the main work tree of a clone in any order, and names all folders of it alike", async () => {
    const past = releasing("acme/shop");
    past.git(["remote", "remove", "origin"]);
    const tree = `${past.path}-tree`;
    past.git(["worktree", "add", "--quiet", "--detach", tree, "HEAD~1"]);
    const found = await preview([past]);

    for (const paths of [
      [tree, past.path],
      [past.path, tree],
      [join(past.path, ".git")],
      [join(past.path, "src")],
    ])
      expect(await preview([], { paths })).toEqual(found);
    expect(found.digest.scope).toBe("local/repository");
  });

  it("refuses two clones of one repository, by whatever address", async () => {
    const past = releasing("acme/shop");
    const copies = ["git@github.com:Acme/Shop.git", "ssh://git@work-alias/acme/shop"].map(
      (address, index) => {
        const path = `${past.path}-copy-${index}`;
        past.git(["clone", "--quiet", past.path, path]);
        past.git(["-C", path, "remote", "set-url", "origin", address]);
        return path;
      },
    );

    for (const copy of copies)
      await expect(preview([], { paths: [past.path, copy] })).rejects.toThrow(
        /^\S+ and \S+ are both clones of acme\/shop: leave one out$/i,
      );
  });

  it("tells repositories with one name apart by their hosts and folders", async () => {
    const parts = ["https://a.example/team/web.git", "https://b.example/team/web.git"].map((address) => {
      const past = releasing("acme/shop", `feat: of ${address} (#2)`);
      past.git(["remote", "set-url", "origin", address]);
      return past.path;
    });
    const folders = ["one", "two"].map((name) => {
      const past = releasing("acme/shop", `feat: in ${name} (#2)`);
      past.git(["remote", "remove", "origin"]);
      const path = join(mkdtempSync(join(tmpdir(), "plimsoll-")), name, "shop");
      mkdirSync(dirname(path));
      renameSync(past.path, path);
      return path;
    });

    expect(namesOf(await preview([], { paths: [...parts, ...folders] }))).toEqual([
      "a.example/team/web: 1",
      "b.example/team/web: 1",
      "local/one/shop: 1",
      "local/two/shop: 1",
    ]);
  });

  it("takes bare clones, and says which ones are shallow", async () => {
    const past = releasing("acme/shop");
    const [bare, shallow] = [`${past.path}.git`, `${past.path}-shallow`];
    past.git(["clone", "--quiet", "--bare", past.path, bare]);
    past.git(["-C", bare, "remote", "set-url", "origin", "https://github.com/acme/bare.git"]);
    past.git(["clone", "--quiet", "--depth", "1", `file://${past.path}`, shallow]);
    past.git(["-C", shallow, "remote", "set-url", "origin", "https://github.com/acme/shallow.git"]);
    const found = await preview([], { paths: [bare, shallow] });

    expect(found.source.clones?.map(({ repository, isShallow }) => [repository, isShallow])).toEqual([
      ["acme/bare", false],
      ["acme/shallow", true],
    ]);
    expect(previewNotes(found).join("\n")).toContain("A clone that is shallow (acme/shallow)");
  });

  it("refuses all that cannot be read at once, and names each", async () => {
    const wrong = cloned("acme/wrong");
    wrong.commit("chore: it", { contents: { ".github/plimsoll.yml": "exclude: 5\n" } });
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-"));
    const paths = [releasing("acme/shop").path, folder, wrong.path, join(folder, "none")];

    const refused = expect(preview([], { paths })).rejects;
    await refused.toThrow("3 of 4 clones cannot be read:\n");
    await refused.toThrow(`${folder} is not a git repository: give the path of a clone`);
    await refused.toThrow(`the config of ${wrong.path} is not right:`);
    await refused.toThrow(`${join(folder, "none")} does not exist`);
  });

  it("says how much of them it has read", async () => {
    const pasts = Array.from({ length: 6 }, (_, index) => releasing(`acme/r${index}`));
    const told: number[][] = [];
    const found = await preview(pasts, { onProgress: (...progress) => told.push(progress) });

    expect(found.source).toMatchObject({ commits: 12, changes: 12 });
    expect(told[0]).toEqual([0, 0, 6]);
    expect(told.at(-1)?.[0]).toBe(12);
  });
});

function request() {
  return { ship: "auto", weeks: 12, until: undefined, now: NOW } as const;
}
