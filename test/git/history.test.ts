import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nameOf } from "../../dev/simulation/clone/git-objects.ts";
import { Past } from "../../dev/simulation/clone/past.ts";
import type { SourceCommit } from "../../src/domain/clone/clone-commit.ts";
import { readEach, readHistory } from "../../src/git/history.ts";
import { readLineCounts } from "../../src/git/line-counts.ts";

async function historyOf(past: Past, exclude: readonly string[] = []): Promise<SourceCommit[]> {
  const commits: SourceCommit[] = [];
  for await (const batch of readHistory(past.checkedOut, { include: [past.head], exclude }))
    commits.push(...batch);
  return commits;
}

describe("the history of a clone", () => {
  it("has of each commit its place, its time, and the files it changes", async () => {
    const past = new Past();
    past.commit("first", { files: ["a.ts", "b.ts"] });
    const first = past.head;
    past.wait(1);
    past.commit("second", { files: ["b.ts"] });
    const second = past.head;

    expect(await historyOf(past)).toMatchObject([
      { sha: second, parents: [first], committedAt: new Date("2026-06-02T09:01:00Z"), files: ["b.ts"] },
      { sha: first, parents: [], committedAt: new Date("2026-06-01T09:00:00Z"), files: ["a.ts", "b.ts"] },
    ]);
    expect((await historyOf(past))[0]?.tree).toBe(past.git(["rev-parse", "HEAD^{tree}"]));
  });

  it("has the files of merges against their first parent, and none of empty commits, also at its end", async () => {
    const past = new Past();
    past.commit("empty root", { files: [] });
    past.merge(1, ["work"]);
    past.commit("empty", { files: [] });

    expect((await historyOf(past)).map(({ message, files }) => [message.trim(), files])).toEqual([
      ["empty", []],
      ["Merge pull request #1 from acme/branch-1", ["src/1.ts"]],
      ["work", ["src/1.ts"]],
      ["empty root", []],
    ]);
  });

  it("reads names of files whatever is in them", async () => {
    const files = ["a b.ts", "new\nline.ts", 'quo"te.ts', "ü.ts", "-dash.ts", "tab\t.ts", "\x01odd"];
    const past = new Past();
    past.commit("names", { files });

    expect((await historyOf(past))[0]?.files.toSorted()).toEqual(files.toSorted());
  });

  it("reads renames as two files, whatever the settings of the repository say", async () => {
    const past = new Past();
    for (const [name, value] of [
      ["diff.renames", "true"],
      ["log.diffMerges", "off"],
      ["log.showRoot", "false"],
      ["log.showSignature", "true"],
      ["diff.relative", "true"],
      ["color.ui", "always"],
      ["log.follow", "true"],
    ])
      past.git(["config", name ?? "", value ?? ""]);
    past.commit("root", { files: ["a.ts"] });
    past.git(["mv", "a.ts", "b.ts"]);
    past.wait(1);
    past.git(["commit", "--quiet", "--message", "move"]);
    past.wait(1);
    past.merge(1, ["work"]);

    expect((await historyOf(past)).map(({ files }) => files.toSorted())).toEqual([
      ["src/1.ts"],
      ["src/1.ts"],
      ["a.ts", "b.ts"],
      ["a.ts"],
    ]);
  });

  it("ends before what is left out", async () => {
    const past = new Past();
    past.commit("old");
    past.commit("cut");
    const cut = past.head;
    past.commit("new");

    expect((await historyOf(past, [cut])).map(({ message }) => message.trim())).toEqual(["new"]);
  });

  it("names authors as they wrote themselves, and as the mailmap does", async () => {
    const past = new Past();
    past.commit("work", { by: "ada <ada@old.example>" });
    past.commit("map", { contents: { ".mailmap": "Ada Example <ada@mail.example> <ada@old.example>\n" } });

    expect((await historyOf(past)).at(-1)).toMatchObject({
      author: { name: "ada", email: "ada@old.example" },
      mappedAuthor: { name: "Ada Example", email: "ada@mail.example" },
    });
  });

  it("is read from repositories with SHA-256, and from bare ones", async () => {
    const past = new Past({ options: ["--object-format=sha256"] });
    past.commit("work");
    const sha = past.head;
    past.git(["config", "core.bare", "true"]);

    expect(sha).toHaveLength(64);
    expect((await historyOf(past)).map(({ sha: read }) => read)).toEqual([sha]);
  });

  it("is the same in many chunks: 3,000 commits and one of 20,000 files", async () => {
    const past = new Past();
    const files = Array.from(
      { length: 20_000 },
      (_, at) => `M 100644 inline src/a long name of a file/${at}.ts\ndata 1\n.\n`,
    );
    // Few files, so that git has small trees to compare.
    const change = (at: number) => `M 100644 inline ${at % 10}.ts\ndata 4\n${String(at).padStart(4, "0")}\n`;
    const commits = Array.from({ length: 3_000 }, (_, at) =>
      [
        "commit refs/heads/main",
        `committer Ada <ada@mail.example> ${1_780_000_000 + at} +0000`,
        `data 6\ncommit\n${at === 1_500 ? files.join("") : change(at)}`,
      ].join("\n"),
    );
    past.import(`${commits.join("\n")}\n`);

    const read = await historyOf(past);
    expect(read).toHaveLength(3_000);
    expect(read.filter(({ files: { length } }) => length === 1)).toHaveLength(2_999);
    expect(read[1_499]?.files).toHaveLength(20_000);
  });
});

describe("single commits", () => {
  it("are read in the order that is asked for", async () => {
    const past = new Past();
    const shas = ["a.ts", "b.ts", "c.ts"].map((file) => {
      past.commit(file, { files: [file] });
      return past.head;
    });
    const read: SourceCommit[] = [];
    for await (const batch of readEach(past.path, [shas[1] ?? "", shas[0] ?? ""])) read.push(...batch);

    expect(read.map(({ files }) => files)).toEqual([["b.ts"], ["a.ts"]]);
  });

  it("tell how many lines they change, and nothing of binary files", async () => {
    const past = new Past();
    past.commit("two files", { files: ["a.ts", "b\nc.ts"] });
    const first = past.head;
    past.commit("one line", { files: ["a.ts"] });
    const second = past.head;

    expect(await readLineCounts(past.path, [first, second])).toEqual(
      new Map([
        [
          first,
          [
            { path: "a.ts", lines: 1 },
            { path: "b\nc.ts", lines: 1 },
          ],
        ],
        [second, [{ path: "a.ts", lines: 2 }]],
      ]),
    );
  });

  it.each([
    [
      "take no lines from one another where the contents of some are missing",
      [0, 40, 41, 99, 100, 199, 200, 229],
    ],
    ["have no lines in a clone that has the contents of none", Array.from({ length: 230 }, (_, at) => at)],
  ])("%s", async (_, lost) => {
    const past = new Past();
    past.git(["config", "fastimport.unpackLimit", "1000"]);
    const commits = Array.from({ length: 230 }, (_, at) =>
      [
        "commit refs/heads/main",
        `committer Ada <ada@mail.example> ${1_780_000_000 + at} +0000`,
        `data 0\n${["a", `${at}`].map((file) => inline(`${file}.ts`, `${file} of ${at}\n`)).join("")}`,
      ].join("\n"),
    );
    past.import(`${commits.join("\n")}\n`);
    const shas = past.git(["rev-list", "--reverse", "main"]).split("\n");
    for (const at of lost) lose(past, `${at} of ${at}\n`);

    const counts = await readLineCounts(past.path, shas);
    expect(shas.flatMap((sha, at) => (counts.has(sha) ? [] : [at]))).toEqual(lost);
    expect([...counts.values()].filter(({ length }) => length !== 2)).toEqual([]);
  });
});

function inline(file: string, text: string): string {
  return `M 100644 inline ${file}\ndata ${text.length}\n${text}`;
}

/** Takes a content out of a repository. */
function lose(past: Past, text: string): void {
  const blob = nameOf("blob", Buffer.from(text));
  rmSync(join(past.path, ".git", "objects", blob.slice(0, 2), blob.slice(2)));
}
