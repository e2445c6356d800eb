import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addHistory, createRepository } from "../../dev/simulation/clone/repository.ts";
import { readCommits } from "../../src/git/commits.ts";
import type { GitCommit } from "../../src/git/log.ts";

async function commitsOf(path: string): Promise<GitCommit[]> {
  const commits: GitCommit[] = [];
  for await (const batch of readCommits(path)) commits.push(...batch);
  return commits;
}

async function messagesOf(path: string): Promise<string[]> {
  return (await commitsOf(path)).map(({ message }) => message);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the commits of a clone", () => {
  it("carry what git stores, the newest first", async () => {
    const repository = createRepository();
    const first = repository.commit("fix: 🤖 “é”\n\n\nBody\n\nKey: value\n");
    const second = repository.commit("second\n");

    expect(await commitsOf(repository.path)).toEqual([
      expect.objectContaining({ sha: second }),
      {
        sha: first,
        message: "fix: 🤖 “é”\n\n\nBody\n\nKey: value\n",
        author: { name: "Ada Example", email: "ada@mail.example" },
        committer: { name: "Grace Example", email: "grace@mail.example" },
        note: "",
      },
    ]);
  });

  it("are those that HEAD reaches, both sides of a merge among them", async () => {
    const { path, commit, git } = createRepository();
    commit("root\n");
    git(["checkout", "--quiet", "-b", "side"]);
    commit("side\n");
    git(["checkout", "--quiet", "-b", "elsewhere"]);
    commit("elsewhere\n");
    git(["checkout", "--quiet", "main"]);
    git(["merge", "--quiet", "--no-ff", "-m", "merge", "side"]);
    git(["checkout", "--quiet", "--detach"]);

    expect((await messagesOf(path)).toSorted()).toEqual(["merge\n", "root\n", "side\n"]);
  });

  it("have empty messages, and messages of a megabyte, as they are", async () => {
    const { path, commit } = createRepository();
    const long = `long\n\n${"é ".repeat(2 ** 19)}\n`;
    commit("");
    commit(long);

    expect(await messagesOf(path)).toEqual([long, ""]);
  });

  it("are decoded from the encoding that they name", async () => {
    const { path, git } = createRepository();
    const options = ["-c", "i18n.commitEncoding=ISO-8859-1", "-c", "user.name=Jürgen"];
    git([...options, "commit", "--quiet", "--allow-empty", "-F-"], Buffer.from("Gr\xfc\xdfe\n", "latin1"));

    expect(await messagesOf(path)).toEqual(["Grüße\n"]);
  });

  it.each(["with blanks", "-C", "$(touch x);'\"`", "line\nbreak", "ünï"])(
    "are read from a folder named %j",
    async (name) => {
      const { path, commit } = createRepository({ name });
      commit("here\n");

      expect(await messagesOf(path)).toEqual(["here\n"]);
    },
  );

  it("are read from a bare clone, a folder in a work tree, and a repository of SHA-256", async () => {
    const { path, commit, git } = createRepository({ options: ["--object-format=sha256"] });
    const sha = commit("here\n");
    mkdirSync(join(path, "folder"));
    git(["clone", "--quiet", "--bare", path, join(path, "bare.git")]);

    for (const place of [path, join(path, "folder"), join(path, "bare.git"), join(path, ".git")])
      expect(await commitsOf(place)).toMatchObject([{ sha }]);
    expect(sha).toHaveLength(64);
  });

  it("stop at the boundary of a shallow clone", async () => {
    const { path, commit, git } = createRepository();
    commit("old\n");
    commit("new\n");
    git(["clone", "--quiet", "--depth=1", `file://${path}`, join(path, "shallow")]);

    expect(await messagesOf(join(path, "shallow"))).toEqual(["new\n"]);
  });

  it("bring the note of git-ai along", async () => {
    const { path, commit, git } = createRepository();
    commit("plain\n");
    commit("noted\n");
    git(["notes", "--ref=ai", "add", "-F-"], "src/a.ts\n  s_1::t_1 1-2\n---\n{}\n");
    git(["notes", "add", "-m", "a note of another kind"]);

    expect((await commitsOf(path)).map(({ note }) => note)).toEqual([
      "src/a.ts\n  s_1::t_1 1-2\n---\n{}\n",
      "",
    ]);
  });

  it("end git when nobody reads on", async () => {
    const repository = createRepository();
    addHistory(repository, { length: 5000, message: (at) => `commit ${at}\n\n${"text ".repeat(100)}\n` });

    for await (const batch of readCommits(repository.path)) {
      expect(batch.length).toBeLessThan(5000);
      break;
    }
  });
});

describe("settings", () => {
  const SETTINGS = `
[log]\n showSignature = true\n mailmap = true\n decorate = full\n follow = true\n date = relative
[i18n]\n logOutputEncoding = ISO-8859-1
[color]\n ui = always
[core]\n pager = false\n notesRef = refs/notes/others
[pager]\n log = true
[notes]\n displayRef = refs/notes/*
[format]\n pretty = oneline\n notes = true
[trailer]\n separators = "="
`;

  it("of the user or the repository change nothing", async () => {
    const { path, commit, git } = createRepository();
    commit("é\n\nKey: value\n");
    git(["notes", "add", "-m", "not git-ai's"]);
    const plain = await commitsOf(path);
    writeFileSync(join(path, ".mailmap"), "Other <other@mail.example> <ada@mail.example>\n");
    writeFileSync(join(path, "settings"), SETTINGS);
    writeFileSync(join(path, ".git/config"), SETTINGS, { flag: "a" });
    vi.stubEnv("GIT_CONFIG_GLOBAL", join(path, "settings"));
    vi.stubEnv("GIT_NOTES_DISPLAY_REF", "refs/notes/*");
    vi.stubEnv("LC_ALL", "de_DE.UTF-8");

    const configured = await commitsOf(path);

    expect(configured).toEqual(plain);
  });

  it("of another repository in the environment are left aside", async () => {
    const { path, commit } = createRepository();
    commit("here\n");
    vi.stubEnv("GIT_DIR", join(createRepository().path, ".git"));

    const messages = await messagesOf(path);

    expect(messages).toEqual(["here\n"]);
  });

  it("that replace or graft commits are ignored", async () => {
    const { path, commit, git } = createRepository();
    const first = commit("first\n");
    const second = commit("second\n");
    git(["replace", second, git(["commit-tree", "-m", "replaced", `${first}^{tree}`])]);
    writeFileSync(join(path, ".git/info/grafts"), `${second}\n`);

    expect(await messagesOf(path)).toEqual(["second\n", "first\n"]);
  });

  it("that name a program for signatures start none", async () => {
    const { path, commit, git } = createRepository();
    commit("plain\n");
    const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n\n";
    const signed = git(["cat-file", "commit", "HEAD"]).replace("\n\n", `\n${signature}`);
    git(["update-ref", "HEAD", git(["hash-object", "-t", "commit", "-w", "--stdin"], signed)]);
    writeFileSync(join(path, "program"), `#!/bin/sh\ntouch '${join(path, "started")}'\n`);
    chmodSync(join(path, "program"), 0o755);
    git(["config", "log.showSignature", "true"]);
    git(["config", "gpg.program", join(path, "program")]);

    await commitsOf(path);

    expect(existsSync(join(path, "started"))).toBe(false);
  });
});

describe("a clone that cannot be read", () => {
  it.each([
    ["does not exist", () => "/does/not/exist", " does not exist: give the path of a clone"],
    ["is no path", () => "", "the empty path does not exist: give the path of a clone"],
    [
      "is a file",
      () => join(createRepository().path, ".git/HEAD"),
      "HEAD is not a folder: give the path of a clone",
    ],
    ["is no repository", () => "/", "/ is not a git repository: give the path of a clone"],
    ["has no commit", () => createRepository().path, " has no commit at its HEAD: make one, or check out a"],
  ])("is named when it %s", async (_, path, message) => {
    await expect(commitsOf(path())).rejects.toMatchObject({
      name: "GitError",
      message: expect.stringContaining(message),
    });
  });

  it("is told apart from a machine without git", async () => {
    vi.stubEnv("PATH", "/does/not/exist");

    const reading = commitsOf("/");
    await expect(reading).rejects.toThrow("git was not found: install it, and put it on the PATH");
  });

  it("is named when it is partial and its notes were left behind", async () => {
    const { path, commit, git } = createRepository();
    commit("noted\n");
    git(["notes", "--ref=ai", "add", "-m", "a note"]);
    git(["config", "uploadpack.allowFilter", "true"]);
    const partial = join(path, "partial");
    git(["clone", "--quiet", "--filter=blob:none", `file://${path}`, partial]);
    git(["-C", "partial", "fetch", "--quiet", "origin", "refs/notes/ai:refs/notes/ai"]);

    await expect(commitsOf(partial)).rejects.toThrow(
      `${partial} is a partial clone and lacks what is asked of it: run git fetch --refetch --no-filter in it`,
    );
  });

  it("is named with what git says when it is damaged", async () => {
    const { path, commit } = createRepository();
    commit("here\n");
    writeFileSync(join(path, ".git/refs/heads/main"), `${"1".repeat(40)}\n`);

    await expect(commitsOf(path)).rejects.toThrow(/^git cannot read .*: fatal: bad object HEAD$/);
  });
});
