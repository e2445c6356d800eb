import { spawnSync } from "node:child_process";
import { devNull } from "node:os";
import { gitOutput } from "../../src/git/git-output.ts";
import { readRecords } from "../../src/git/records.ts";
import { parseTrailers } from "../simulation/trailers.ts";

// Every commit of HEAD with its message and the trailers that git finds in it, each ended by a NUL. Neither field can
// hold one, whatever the message says; a separator of printable characters once occurred in twelve messages.
const ARGUMENTS = [
  "log",
  "-z",
  "--format=%H%x00%B%x00%(trailers:only,unfold)",
  "--encoding=UTF-8",
  "--no-show-signature",
  "--no-color",
  "HEAD",
  "--",
];
const FIELDS = 3;

interface Comparison {
  readonly messages: number;
  readonly withTrailers: number;
  /** Ours are those of `git interpret-trailers`, but not those of `git log`. */
  readonly disputed: number;
  readonly differences: number;
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  process.stderr.write("Give the paths of clones.\n");
  process.exitCode = 1;
} else await compareAll();

async function compareAll(): Promise<void> {
  // A user's own `trailer.*` settings would change git's side.
  process.env.GIT_CONFIG_GLOBAL = devNull;
  process.env.GIT_CONFIG_NOSYSTEM = "1";
  const all: Comparison[] = [];
  for (const path of paths) {
    const compared = await compare(path);
    write(`${path}: ${described(compared)}`);
    all.push(compared);
  }
  const sum = (key: keyof Comparison) => all.reduce((total, each) => total + each[key], 0);
  const differences = sum("differences");
  const numbers = { messages: sum("messages"), withTrailers: sum("withTrailers"), disputed: sum("disputed") };
  write(`all: ${described({ ...numbers, differences })}`);
  if (differences > 0) process.exitCode = 1;
}

async function compare(path: string): Promise<Comparison> {
  const count = { messages: 0, withTrailers: 0, disputed: 0, differences: 0 };
  let fields: readonly string[] = [];
  for await (const more of readRecords(gitOutput(path, ARGUMENTS), "\0")) {
    fields = [...fields, ...more];
    const end = fields.length - (fields.length % FIELDS);
    for (let at = 0; at < end; at += FIELDS) {
      const [sha = "", message = "", log = ""] = fields.slice(at, at + FIELDS);
      count.messages++;
      if (log !== "") count.withTrailers++;
      const ours = printed(message);
      if (ours !== log) count[judge(sha, message, ours)]++;
    }
    fields = fields.slice(end);
  }
  return count;
}

function printed(message: string): string {
  const trailers = parseTrailers(message);
  return trailers.map(({ key, value }) => `${key}: ${value}\n`).join("");
}

// `git log` looks for trailers behind the blank lines that a message begins with, `git interpret-trailers` in all of it;
// so a message without a subject has trailers for the one and none for the other.
function judge(sha: string, message: string, ours: string): "disputed" | "differences" {
  const { stdout: git } = spawnSync("git", ["interpret-trailers", "--parse", "--no-divider"], {
    input: message,
    encoding: "utf8",
    timeout: 10_000,
  });
  if (ours === git) return "disputed";
  write(`  ${sha}\n    ours ${JSON.stringify(ours)}\n    git  ${JSON.stringify(git)}`);
  return "differences";
}

function described({ messages, withTrailers, disputed, differences }: Comparison): string {
  const others = `${disputed} in which git log and interpret-trailers disagree and ours are the latter's`;
  return `${messages} messages compared, ${withTrailers} with trailers, ${differences} differences, ${others}`;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
