import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { compileFileRules, isEffectiveFile } from "../../src/domain/shipping/effective.ts";
import { createSettingsSource } from "../../src/ingest/settings-source.ts";
import { listSettings, readAttributes } from "../../src/preview/clone-settings.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores } from "../support/stores.ts";
import { serveNoTree, serveTree } from "../support/tree.ts";

const FILES = {
  ".gitattributes": "[attr]made linguist-generated\n*.gen made\n",
  "packages/api/client/.gitattributes": "* linguist-generated\n",
  "packages/api/client/own/.gitattributes": "* -linguist-generated\n",
  "ümlaut/.gitattributes": '"a b.ts" linguist-vendored\n',
  "src/a.ts": "1\n",
};

describe("the attributes of a repository", () => {
  useNock();

  it("R21: are the same to the App and to a clone", async () => {
    const past = new Past();
    past.commit("work", { contents: FILES });
    const sha = past.head;
    const stores = await openTestStores();
    const source = createSettingsSource(stores, {
      log: pino({ level: "silent" }),
      clock: () => at(9),
      authenticateOwner: async () => octokit,
    });
    serveTree(FILES);
    serveNoTree({ repository: "acme/.github" });

    const { current } = await source.load(octokit, SHOP);
    const clone = await readAttributes(past.path, sha, await listSettings(past.path, sha));
    expect(clone).toEqual({ files: current.gitattributes, unread: 0 });
    const rules = compileFileRules({ gitattributes: clone.files });
    const effective = [
      "packages/api/client/a.ts",
      "packages/api/client/own/a.ts",
      "ümlaut/a b.ts",
      "src/a.gen",
    ];
    expect(effective.filter((path) => isEffectiveFile(path, rules))).toEqual([
      "packages/api/client/own/a.ts",
    ]);
  });
});
