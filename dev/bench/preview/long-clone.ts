import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** The times of commits: always the same, and so the same shas. */
const [LAST, SPACING] = [Date.UTC(2026, 4, 28) / 1_000, 1_260];
const [PEOPLE, FILES] = [120, 4_000];
const [COMMITS_A_TAG, COMMITS_A_DECLARATION] = [5, 3];
/** The numbers of files that commits change, in turn. */
const CHANGED = [1, 1, 2, 2, 3, 5, 8];
/** A prime, so that commits change all files in an order without a pattern. */
const STRIDE = 1_723;

/** Makes a bare clone of so many squashed pull requests, with a version tag for each five of them. */
export function makeLongClone(path: string, commits: number): void {
  mkdirSync(path);
  git(path, ["init", "--quiet", "--bare", "--initial-branch=main"]);
  const stream = Array.from({ length: commits }, (_, index) => importCommand(index + 1, commits)).join("");
  git(path, ["fast-import", "--quiet"], stream);
  git(path, ["pack-refs", "--all"]);
}

function importCommand(number: number, last: number): string {
  const at = `${LAST - (last - number) * SPACING} +0000`;
  const person = `Person ${number % PEOPLE} <p${number % PEOPLE}@acme.example>`;
  const count = CHANGED[number % CHANGED.length] ?? 1;
  const files = new Set(Array.from({ length: count }, (_, index) => ((number + index) * STRIDE) % FILES));
  return [
    "commit refs/heads/main",
    `mark :${number}`,
    `author ${person} ${at}`,
    `committer GitHub <noreply@github.com> ${at}`,
    dataOf(messageOf(number)),
    ...(number > 1 ? [`from :${number - 1}`] : []),
    ...[...files].map((file) => `M 100644 inline ${pathOf(file)}\n${dataOf(contentOf(number))}`),
    ...(number % COMMITS_A_TAG === 0 ? tagLines(number, person, at) : []),
    "",
  ].join("\n");
}

function tagLines(number: number, person: string, at: string): string[] {
  const name = `v1.${Math.floor(number / 100)}.${number % 100}`;
  return [`tag ${name}`, `from :${number}`, `tagger ${person} ${at}`, dataOf(`Release ${name}\n`)];
}

function messageOf(number: number): string {
  const declaration = "\nCo-Authored-By: Claude <noreply@anthropic.com>\n";
  const body = "This explains why the change is made, in a line or two.\nIt has a second line.\n";
  return `feat(m${number % 100}): change number ${number} (#${number})\n\n${body}${number % COMMITS_A_DECLARATION === 0 ? declaration : ""}`;
}

function pathOf(file: number): string {
  return `src/m${Math.floor(file / 40)}/p${Math.floor(file / 8) % 5}/f${file}.ts`;
}

function contentOf(number: number): string {
  return `export const a = ${number};\n`.repeat(3);
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function git(path: string, args: readonly string[], input = ""): void {
  const { status, stderr } = spawnSync("git", ["-C", path, ...args], { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
}
