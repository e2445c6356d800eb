import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { addHistory, createRepository } from "../../dev/simulation/clone/repository.ts";
import { CLI, COMPILED } from "../../dev/simulation/processes/cli.ts";
import { runHereIn } from "../support/command-line.ts";
import { HANGING_MS } from "../support/limits.ts";

const ADA = { name: "Ada Example", email: "ada@mail.example" };
const PLAIN = commit("1", "fix: it");
const CLAUDE = commit("2", "feat: it\n\nCo-authored-by: Claude <noreply@anthropic.com>\n");
const DEPENDABOT = { ...commit("3", "bump"), author: { ...ADA, email: "support@github.com" } };

function commit(sha: string, message: string) {
  return { sha, message, author: ADA, committer: ADA };
}

/** As a user does, in a process of its own. */
function attributeAlone(input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "attribute"], {
    input,
    env: { ...COMPILED, PATH: process.env.PATH },
    encoding: "utf8",
    timeout: HANGING_MS,
  });
  return { status, stderr, lines: linesOf(stdout) };
}

/** In this process, which is quicker. */
async function attribute(input: string, ...args: readonly string[]) {
  const stdin = Readable.from([Buffer.from(input)]) as typeof process.stdin;
  const spy = vi.spyOn(process, "stdin", "get").mockReturnValue(stdin);
  try {
    const run = await runHereIn({}, "attribute", ...args);
    return { ...run, lines: linesOf(run.stdout) };
  } finally {
    spy.mockRestore();
  }
}

const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

function ndjson(...commits: readonly unknown[]): string {
  return commits.map((each) => `${JSON.stringify(each)}\n`).join("");
}

describe("attribute, from standard input", () => {
  it("prints one object a line, in order", () => {
    const { status, lines, stderr } = attributeAlone(ndjson(PLAIN, CLAUDE, DEPENDABOT));

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { sha: "1", attribution: "undeclared", tools: [], evidence: [], hints: [] },
      {
        sha: "2",
        attribution: "declared",
        tools: ["claude-code"],
        evidence: [
          {
            kind: "trailer",
            tier: "strong",
            role: "assistant",
            tool: "claude-code",
            key: "co-authored-by",
            text: "Co-authored-by: Claude <noreply@anthropic.com>",
          },
        ],
        hints: [],
      },
      { sha: "3", attribution: "automation", tools: [], evidence: [], hints: [] },
    ]);
  });

  it("skips blank lines, and reads a byte order mark, CRLF, and a last line without an end", async () => {
    const input = `\ufeff\n${JSON.stringify(PLAIN)}\r\n  \r\n\n${JSON.stringify(CLAUDE)}`;

    expect((await attribute(input)).lines).toHaveLength(2);
  });

  it("takes Unicode's line separators for text", async () => {
    expect((await attribute(ndjson(commit("a\u2028b\u2029", "c\u2028d")))).lines).toHaveLength(1);
  });

  it("calls a message that could not be read unknown", async () => {
    expect((await attribute(ndjson(commit("1", "f\0i\0x\0")))).stdout).toContain('"attribution":"unknown"');
  });

  it("prints nothing for nothing", async () => {
    expect(await attribute("")).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });

  it.each([
    ["is no JSON", "{", "this is not JSON; write one object a line"],
    ["is no object", "7", "Invalid input: expected object, received number"],
    [
      "lacks a key",
      JSON.stringify({ ...PLAIN, author: { name: "Ada" } }),
      "author.email: Invalid input: expected string, received undefined",
    ],
    [
      "has a value of another type",
      JSON.stringify({ ...PLAIN, message: null }),
      "message: Invalid input: expected string, received null",
    ],
  ])("names the line that %s, after printing what came before it", async (_, line, problem) => {
    const { status, lines, stderr } = await attribute(`${ndjson(PLAIN)}\n${line}\n${ndjson(CLAUDE)}`);

    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    expect(stderr).toBe(`plimsoll: line 3: ${problem}\n`);
  });

  it("prints counts instead with --summary", async () => {
    const { stdout } = await attribute(ndjson(PLAIN, CLAUDE, DEPENDABOT), "--summary", "--json");

    expect(JSON.parse(stdout)).toMatchObject({
      commits: 3,
      attribution: { declared: 1, automation: 1, undeclared: 1, unknown: 0 },
      tools: { "claude-code": 1 },
      evidence: { trailer: 1, author: 0 },
    });
  });

  it("answers a line before the next one comes", async () => {
    const child = spawn(process.execPath, [CLI, "attribute"], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.write(ndjson(CLAUDE));

    const [answer] = await once(child.stdout, "data", { signal: AbortSignal.timeout(15_000) });

    child.stdin.end();
    expect(String(answer)).toContain('"declared"');
  });
});

describe("attribute --config", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("knows the agents that the config declares", async () => {
    const config = write(
      "good.yml",
      "agents: { coder: { name: Acme Coder, trailers: [{ key: Acme-Session }] } }",
    );
    const input = ndjson(commit("1", "Work\n\nAcme-Session: 4711"));

    expect(JSON.parse((await attribute(input, "--config", config)).stdout).tools).toEqual(["coder"]);
    expect(JSON.parse((await attribute(input)).stdout).tools).toEqual([]);
  });

  it("takes no sentence where the config says so", async () => {
    const config = write("prose.yml", "attribution: { prose: false }");
    const input = ndjson(commit("1", "Work\n\nWritten by an agent (Codex, GPT-5)."));

    expect(JSON.parse((await attribute(input)).stdout).attribution).toBe("declared");
    expect(JSON.parse((await attribute(input, "--config", config)).stdout)).toMatchObject({
      attribution: "undeclared",
      hints: [{ kind: "prose", tool: "codex", text: "Written by an agent (Codex, GPT-5)." }],
    });
  });

  it.each([
    ["wrong.yml", "agent: {}", 'wrong.yml:1:1: unknown key "agent": did you mean "agents"?\n'],
    ["missing.yml", undefined, "missing.yml cannot be read: give the path of a config file\n"],
  ])("says what is wrong with %s", async (name, text, problem) => {
    const path = text === undefined ? join(folder, name) : write(name, text);
    const { status, stdout, stderr } = await attribute(ndjson(PLAIN), "--config", path);

    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`plimsoll: ${folder}/${problem}`);
  });
});

describe("attribute --git", () => {
  it("prints what each commit of a clone declares, its git-ai note included", async () => {
    const { path, commit: add, git } = createRepository();
    const first = add(CLAUDE.message);
    const second = add("noted\n");
    git(
      ["notes", "--ref=ai", "add", "-F-"],
      'a.ts\n  s_1::t_1 1-2\n---\n{"schema_version":"authorship/3.0.0","prompts":{},"sessions":{"s_1":{"agent_id":{"tool":"codex"}}}}',
    );

    const { status, lines } = await attribute("", "--git", path);

    expect(status).toBe(0);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { sha: second, attribution: "declared", tools: ["codex"], evidence: [{ kind: "note" }] },
      { sha: first, attribution: "declared", tools: ["claude-code"], evidence: [{ kind: "trailer" }] },
    ]);
  });

  it.each([
    ["/does/not/exist", "/does/not/exist does not exist: give the path of a clone"],
    ["/", "/ is not a git repository: give the path of a clone"],
  ])("says in one line why it cannot read %s", async (path, reason) => {
    expect(await attribute("", "--git", path)).toMatchObject({
      status: 1,
      stdout: "",
      stderr: `plimsoll: ${reason}\n`,
    });
  });

  it("ends quietly when its reader has had enough", async () => {
    const repository = createRepository();
    addHistory(repository, { length: 20_000, message: (at) => `commit ${at}\n` });
    const child = spawn(process.execPath, [CLI, "attribute", "--git", repository.path], {
      timeout: HANGING_MS,
    });
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });

    await once(child.stdout, "data");
    child.stdout.destroy();

    expect(await once(child, "close")).toEqual([0, null]);
    expect(complaint).toBe("");
  });
});
