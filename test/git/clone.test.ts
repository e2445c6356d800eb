import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import { createRepository } from "../../dev/simulation/clone/repository.ts";
import { readFolders, readLine, readRemotes, readShallow, readText } from "../../src/git/clone.ts";
import { readRefs } from "../../src/git/refs.ts";

function cloneOf(past: Past, options: readonly string[] = []): string {
  const target = `${past.path}-clone`;
  past.git(["clone", "--quiet", ...options, `file://${past.path}`, target]);
  return target;
}

describe("what a clone says of itself", () => {
  it("are its tags with the commits that they name, and when they were made", async () => {
    const past = new Past();
    past.commit("work");
    const sha = past.head;
    past.git(["tag", "light"]);
    past.wait(2);
    past.tag("v1.0.0");
    past.git(["tag", "--annotate", "--message", "of a tag", "nested", "v1.0.0"]);
    past.git(["tag", "of-a-tree", "HEAD^{tree}"]);

    const { tags } = await readRefs(past.path);
    expect(tags.filter(({ name }) => name !== "nested")).toEqual([
      { name: "light", sha, at: new Date("2026-06-01T09:00:00Z") },
      { name: "v1.0.0", sha, at: new Date("2026-06-03T09:01:00Z") },
    ]);
  });

  it("is the branch that HEAD is on, or that it was cloned from", async () => {
    const past = new Past();
    past.commit("work");
    const path = cloneOf(past);
    const clone = { git: (args: readonly string[]) => past.git(["-C", path, ...args]) };

    const tip = { sha: past.head, at: new Date("2026-06-01T09:00:00Z") };
    const branchOf = async (clone: string) => (await readRefs(clone)).branch;

    expect(await branchOf(past.path)).toEqual({ name: "main", ref: "HEAD", tip });
    expect(await branchOf(path)).toEqual({ name: "main", ref: "HEAD", tip });
    clone.git(["checkout", "--quiet", "-b", "topic"]);
    past.commit("newer");
    expect(await branchOf(path)).toEqual({ name: "main", ref: "refs/remotes/origin/main", tip });
    clone.git(["checkout", "--quiet", "--detach"]);
    clone.git(["remote", "remove", "origin"]);
    expect(await branchOf(path)).toEqual({ name: "HEAD", ref: "HEAD", tip: undefined });
  });

  it("is its line of first parents, newest first", async () => {
    const past = new Past();
    past.commit("root");
    const root = past.head;
    past.merge(1, ["a", "b"]);
    const merge = past.head;
    const line: string[] = [];
    for await (const { sha } of readLine(past.path, "HEAD")) line.push(sha);

    expect(line).toEqual([merge, root]);
  });

  it("are the texts of files, where there are such", async () => {
    const past = new Past();
    past.commit("config", { contents: { ".github/plimsoll.yml": "ship: releases\n" } });
    const sha = past.head;

    expect(await readText(past.path, sha, ".github/plimsoll.yml")).toBe("ship: releases\n");
    expect(await readText(past.path, sha, ".github")).toBeUndefined();
    expect(await readText(past.path, sha, ".gitattributes")).toBeUndefined();
  });

  it("is where a shallow clone ends", async () => {
    const past = new Past();
    const shas = ["a", "b", "c"].map((message) => {
      past.commit(message);
      return past.head;
    });

    const clone = cloneOf(past, ["--depth", "2"]);
    expect(await readShallow((await readFolders(past.path)).store)).toEqual(new Set());
    expect(await readShallow((await readFolders(clone)).store)).toEqual(new Set([shas[1]]));
  });

  it("are the folders that git uses, with line breaks in their names, too", async () => {
    const past = new Past();
    past.commit("work");
    const [folder, tree] = [`${past.path}\nclone`, `${past.path}\ntree`];
    past.git(["clone", "--quiet", `file://${past.path}`, folder]);
    past.git(["-C", folder, "worktree", "add", "--quiet", "-b", "tree", tree]);

    const store = join(folder, ".git");
    expect(await readFolders(folder)).toEqual({ store, headFolder: store });
    expect(await readFolders(tree)).toEqual({
      store,
      headFolder: join(store, "worktrees", "repository-tree"),
    });
  });

  it("is where it was cloned from", async () => {
    const past = new Past();
    past.commit("work");

    expect(await readRemotes(past.path)).toEqual(new Map());
    expect(await readRemotes(cloneOf(past))).toEqual(new Map([["origin", `file://${past.path}`]]));
  });

  it("is nothing in a repository without a commit, which is said in a line", async () => {
    const { path } = createRepository();

    await expect(readLine(path, "HEAD").next()).rejects.toThrow(
      `${path} has no commit at its HEAD: make one, or check out a branch that has some`,
    );
  });

  it("is nothing for another user, which is said with the command that allows it", async () => {
    const { path } = new Past();
    const folder = join(path, "a b");
    mkdirSync(folder);
    vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");

    const refused = expect(readRefs(folder)).rejects;
    await refused.toThrow(
      `${folder} belongs to another user: allow it with git config --global --add safe.directory ${path}`,
    );
    vi.unstubAllEnvs();
  });

  it("is nothing in a folder with control characters in its name, which are not printed", async () => {
    const problem = await readRefs("no\n\x1b[31mfolder").catch(({ message }: Error) => message);

    expect(problem).toBe("no  [31mfolder does not exist: give the path of a clone");
  });
});
