import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { attributeCommit, type Identity } from "../../src/domain/attribution/attribution.ts";

interface LabelledCommit {
  readonly repo: string;
  readonly sha: string;
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  readonly ai: boolean;
  readonly tools: readonly string[];
  readonly grade: string;
  readonly class: string;
}

interface Judged {
  readonly commit: LabelledCommit;
  readonly found: ReturnType<typeof attributeCommit>;
  readonly isDeclared: boolean;
  readonly hasExactTools: boolean;
}

const STRICT = new Set(["explicit", "suggestion", "hard", "easy"]);
const file = resolve(
  import.meta.dirname,
  "../..",
  process.argv[2] ?? "../shared/data/labelled-commits.jsonl",
);

if (existsSync(file)) print(readCommits().map(judge));
else fail(`No labelled commits at ${file}: give the file as the argument.`);

function readCommits(): LabelledCommit[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LabelledCommit);
}

function judge(commit: LabelledCommit): Judged {
  const found = attributeCommit(commit);
  const hasExactTools = found.tools.join() === commit.tools.toSorted().join();
  return { commit, found, isDeclared: found.attribution === "declared", hasExactTools };
}

function print(judged: readonly Judged[]): void {
  const strict = judged.filter(({ commit }) => STRICT.has(commit.grade));
  printGroups(
    "grade",
    Map.groupBy(judged, ({ commit }) => commit.grade),
  );
  printGroups(
    "class (strict grades)",
    Map.groupBy(strict, ({ commit }) => commit.class),
  );
  write("\nmisses (strict grades)");
  for (const miss of strict) if (miss.isDeclared !== miss.commit.ai) write(described(miss));
  write("\nother tools than labelled (strict grades)");
  for (const miss of strict)
    if (miss.isDeclared && miss.commit.ai && !miss.hasExactTools) write(described(miss));
  write("\nstrict grades");
  printGroups("all", new Map([["strict", strict]]));
  printHostile();
}

function printGroups(title: string, groups: ReadonlyMap<string, readonly Judged[]>): void {
  write(
    `\n${title.padEnd(36)}${"rows".padStart(6)}${"precision".padStart(11)}${"recall".padStart(9)}${"tools".padStart(9)}`,
  );
  for (const [name, group] of [...groups].sort()) {
    const positives = group.filter(({ commit }) => commit.ai);
    const declared = group.filter(({ isDeclared }) => isDeclared);
    const hits = positives.filter(({ isDeclared }) => isDeclared);
    const exact = hits.filter(({ hasExactTools }) => hasExactTools);
    const figures = [share(hits.length, declared.length, 11), share(hits.length, positives.length, 9)];
    write(
      `${name.padEnd(36)}${String(group.length).padStart(6)}${figures.join("")}${share(exact.length, hits.length, 9)}`,
    );
  }
}

function described({ commit, found }: Judged): string {
  const label = commit.ai ? `AI (${commit.tools.join(", ")})` : "not AI";
  const seen = found.evidence.map(({ kind, tool, text }) => `${kind} ${tool} in "${text.slice(0, 90)}"`);
  const hints = found.hints.map(({ kind, tool }) => `hint ${kind} ${tool}`);
  const reason = [...seen, ...hints].join("; ") || "no accepted mark";
  return `  ${commit.repo}@${commit.sha.slice(0, 10)} [${commit.class}] labelled ${label}: ${reason}`;
}

// A message of one megabyte must cost no more a byte than an ordinary one.
function printHostile(): void {
  const ordinary = "fix: the thing\n\nIt was broken: now it is not.\n\nSigned-off-by: A <a@example.org>\n";
  const shapes = {
    ordinary,
    "only @": "@".repeat(2 ** 20),
    "co-author of @": `s\n\nCo-authored-by: ${"a@".repeat(2 ** 19)}`,
    "many keys": "s\n\n".concat("Co-authored-by: Claude\n".repeat(45_000)),
    "blank lines": `s\n\n${" \n".repeat(2 ** 19)}A: b`,
    "one line of blanks": `s\n\n${" ".repeat(2 ** 20)}x`,
    fences: `s\n\n${"```\n".repeat(2 ** 18)}`,
    brackets: `s\n\nAssisted-by: ${"[(".repeat(2 ** 19)}`,
    "flattened subject": "🤖  \\n".repeat(2 ** 17),
  };
  write(`\n${"nanoseconds a byte".padEnd(36)}`);
  for (const [name, message] of Object.entries(shapes))
    write(`${name.padEnd(36)}${timePerByte(message).toFixed(1).padStart(6)}`);
}

function timePerByte(message: string): number {
  const nobody = { name: "A", email: "a@example.org" };
  const rounds = Math.max(3, Math.round(1_000_000 / message.length));
  const start = performance.now();
  for (let round = 0; round < rounds; round++)
    attributeCommit({ message, author: nobody, committer: nobody });
  return ((performance.now() - start) * 1e6) / (rounds * message.length);
}

function share(part: number, whole: number, width: number): string {
  return (whole === 0 ? "–" : (part / whole).toFixed(4)).padStart(width);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
