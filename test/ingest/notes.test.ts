import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import { serveGraphql } from "../../dev/simulation/described/github-graphql.ts";
import { type Past as Remembered, servePast } from "../../dev/simulation/past/github-past.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { account, pullRequestPayload, pushPayload } from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import {
  serveCommits,
  serveNotesRef,
  type World,
  type WorldCommit,
} from "../../dev/simulation/world/world.ts";
import type { DeclaredTool } from "../../src/domain/attribution/tool-role.ts";
import { onPullRequest } from "../../src/ingest/events/pull-request.ts";
import { readLateNotes } from "../../src/ingest/sources/late-notes.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { backfill, request } from "../support/backfill.ts";
import { octokit } from "../support/github.ts";
import { readWholeClone } from "../support/read-clone.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const log = pino({ level: "silent" });

/** A note by which a tool wrote the first three lines of a file. */
function noteOf(tool: string): string {
  const prompts = { abcdef0123456789: { agent_id: { tool, id: "1", model: "default" } } };
  return `src/1.ts\n  abcdef0123456789 1-3\n---\n${JSON.stringify({ schema_version: "authorship/3.0.0", prompts })}\n`;
}

/** A pull request of three commits, and how its notes lie in `refs/notes/ai`: fanned out, flat, and deeper. */
function merged() {
  const past = new Past();
  past.commit("feat: before");
  const base = past.head;
  past.merge(1, ["feat: one", "feat: two\n\nCo-authored-by: Claude <noreply@anthropic.com>", "feat: three"]);
  const merge = past.head;
  const shas = past.git(["rev-list", "--reverse", "--no-merges", `${base}..${merge}`]).split("\n");
  const [one = "", two = "", three = ""] = shas;
  const places = new Map([
    [`${one.slice(0, 2)}/${one.slice(2)}`, noteOf("cursor")],
    [two, noteOf("gemini")],
    [`${three.slice(0, 2)}/${three.slice(2, 4)}/${three.slice(4)}`, noteOf("codex")],
  ]);
  const files = [...places].map(([place, text]) => `M 644 inline ${place}\ndata ${text.length}\n${text}\n`);
  past.import(`commit refs/notes/ai\ncommitter A <a@b.example> 1790000000 +0000\ndata 0\n${files.join("")}`);
  return { past, base, merge, shas, places };
}

/** The commits of a clone as GitHub tells them. */
function worldOf(past: Past): World {
  const fields = past
    .git(["log", "--reverse", "--all", "--format=%H%x01%P%x01%T%x01%B%x00", "main"])
    .split("\0");
  const commits = fields.map((entry) => entry.trim().split("\x01")).filter(([sha]) => sha);
  return new Map(
    commits.map(([sha = "", parents = "", tree = "", message = ""]): [string, WorldCommit] => [
      sha,
      { parents: parents.split(" ").filter(Boolean), tree, message, files: ["src/1.ts"] },
    ]),
  );
}

const toldOf = async (stores: Stores) => {
  const { commits = [] } = (await stores.changes.find(SHOP.id, 1)) ?? {};
  return commits.map(({ attribution, tools, evidence }) => [
    attribution,
    tools,
    evidence.map(({ kind }) => kind),
  ]);
};

const BOTH = [
  ["declared", ["cursor"], ["note"]],
  ["declared", ["claude-code", "gemini"], ["trailer", "note"]],
  ["declared", ["codex"], ["note"]],
];

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("notes of git-ai", () => {
  it("R22: declare the same to the App, live and from the past, as to a clone", async () => {
    const { past, base, merge, shas, places } = merged();
    const clone = await readWholeClone(past.path, { weeks: 10, now: past.now });
    const payload = pullRequestPayload({
      ...{ number: 1, base, head: shas.at(-1) ?? "", updatedAt: at(2), author: account(5) },
      merge: { sha: merge, by: account(5) },
    });
    const push = pushPayload({ before: base, after: merge, commits: [...shas, merge], at: at(2) });
    const remembered: Remembered = {
      ...{ world: worldOf(past), head: merge, pulls: [payload], reviews: [], pushes: [push], statuses: [] },
      notes: places,
    };
    servePast(remembered);
    const [live, read] = [await openTestStores(), await openTestStores()];
    const options = { clock: () => at(3), onStale: () => {}, settings: settingsWith() };
    await onPullRequest(live, options)({ octokit, payload, log, receivedAt: at(2) });
    await request(read, at(3));
    await backfill(read, { now: at(3) });

    expect(await toldOf(live)).toEqual(BOTH);
    expect(await toldOf(read)).toEqual(BOTH);
    const inOrder = (tools: readonly DeclaredTool[] = []) =>
      tools.toSorted((a, b) => (a.tool < b.tool ? -1 : 1));
    const tools = ["claude-code", "codex", "cursor", "gemini"].map((tool) => ({ tool, isAgent: false }));
    expect(inOrder(clone.changes.find(({ id }) => id === "#1")?.tools)).toEqual(tools);
    for (const stores of [live, read]) {
      const told = await stores.histories.findTools(SHOP.id, ["#1"]);
      expect(inOrder(told.get("#1"))).toEqual(tools);
    }
  });

  it("R22: that come after their commits are read at the merge, and in the night after it", async () => {
    const { past, base, merge, shas, places } = merged();
    const stores = await openTestStores();
    const there = new Map<string, string>();
    let asked = 0;
    serveCommits(worldOf(past), { hasNotes: true });
    serveGraphql({ root: rootOf(there), onQuery: () => asked++ });
    let now = at(2);
    const options = { clock: () => now, onStale: () => {}, settings: settingsWith() };
    const pull = { number: 1, base, head: shas.at(-1) ?? "", author: account(5) };
    const tell = (rest: object) =>
      onPullRequest(
        stores,
        options,
      )({ octokit, payload: pullRequestPayload({ ...pull, updatedAt: now, ...rest }), log, receivedAt: now });
    await tell({});
    expect((await toldOf(stores)).map(([attribution]) => attribution)).toEqual([
      "undeclared",
      "declared",
      "undeclared",
    ]);
    const [first, ...later] = places;
    there.set(...(first ?? ["", ""]));
    now = at(2, 1);
    await tell({ merge: { sha: merge, by: account(5) } });
    expect((await toldOf(stores)).map(([, tools]) => tools)).toEqual([["cursor"], ["claude-code"], []]);
    for (const [place, text] of later) there.set(place, text);
    now = at(3);
    await readLateNotes({ stores, authenticate: async () => octokit, log, ...options });

    expect(await toldOf(stores)).toEqual(BOTH);
    expect(asked).toBe(3);
    // A note that is taken back is no declaration any more, and what the message declares stays.
    there.clear();
    await readLateNotes({ stores, authenticate: async () => octokit, log, ...options });
    expect((await toldOf(stores)).map(([, tools]) => tools)).toEqual([[], ["claude-code"], []]);
  });

  it("R22: are asked for only where there are any, which is asked once a day", async () => {
    const { past, base, shas } = merged();
    const stores = await openTestStores();
    let asked = 0;
    serveNotesRef(false, () => asked++);
    serveCommits(worldOf(past));
    let now = at(2);
    const options = { clock: () => now, onStale: () => {}, settings: settingsWith() };
    for (const [hour, head] of shas.entries()) {
      now = at(2, hour);
      const payload = pullRequestPayload({ number: 1, base, head, updatedAt: now, author: account(5) });
      await onPullRequest(stores, options)({ octokit, payload, log, receivedAt: now });
    }
    expect(asked).toBe(1);
    now = at(3);
    await readLateNotes({ stores, authenticate: async () => octokit, log, ...options });

    expect(asked).toBe(2);
  });

  it("R22: are asked for in parts where GitHub cannot answer for all, and stay unknown where it answers nothing", async () => {
    const { past, base, shas, places } = merged();
    const stores = await openTestStores();
    const sizes: number[] = [];
    serveCommits(worldOf(past), { hasNotes: true });
    serveGraphql({
      root: rootOf(places),
      refuses: (_, query) => {
        sizes.push(query.split("_0: object").length - 1);
        if ((sizes.at(-1) ?? 0) > 2) return [502, { message: "Bad Gateway" }];
        return query.includes(shas[2] ?? "") ? [403, { message: "Forbidden" }] : undefined;
      },
    });
    const options = { clock: () => at(2), onStale: () => {}, settings: settingsWith() };
    const payload = pullRequestPayload({
      number: 1,
      base,
      head: shas[2] ?? "",
      updatedAt: at(2),
      author: account(5),
    });
    await onPullRequest(stores, options)({ octokit, payload, log, receivedAt: at(2) });

    expect(sizes).toEqual([3, 2, 1]);
    expect((await toldOf(stores)).map(([, tools]) => tools)).toEqual([
      ["cursor"],
      ["claude-code", "gemini"],
      [],
    ]);
  });
});

function rootOf(notes: ReadonlyMap<string, string>): object {
  return {
    rateLimit: null,
    repository: {
      object: ({ expression }: { readonly expression: string }) => {
        const text = notes.get(expression.replace("refs/notes/ai:", ""));
        return text === undefined ? null : { __typename: "Blob", text, isTruncated: false };
      },
    },
  };
}
