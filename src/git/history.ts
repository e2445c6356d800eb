import type { SourceCommit } from "../domain/clone/clone-commit.ts";
import { gitOutput } from "./git-output.ts";
import { COMMIT_FIELDS, DIFF_ARGUMENTS, logArguments, toCommit } from "./log.ts";
import { readRecords } from "./records.ts";

const FIELDS = [...COMMIT_FIELDS, "%T", "%P", "%ct", "%aN", "%aE"];
const WIDTH = FIELDS.length;

/** The commits to read, by their shas: reachable from `include`, and from none of `exclude`. */
interface Revisions {
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
}

/** Reads commits of a clone, newest first, in batches as git prints them. Throws a `GitError` when git cannot. */
export async function* readHistory(
  path: string,
  { include, exclude = [] }: Revisions,
): AsyncGenerator<readonly SourceCommit[]> {
  yield* read(path, [], [...include, ...exclude.map((sha) => `^${sha}`)]);
}

/** Reads the given commits of a clone alone, in their order. Throws a `GitError` when git cannot. */
export async function* readEach(
  path: string,
  shas: readonly string[],
): AsyncGenerator<readonly SourceCommit[]> {
  if (shas.length > 0) yield* read(path, ["--no-walk=unsorted"], shas);
}

async function* read(
  path: string,
  options: readonly string[],
  revisions: readonly string[],
): AsyncGenerator<readonly SourceCommit[]> {
  // A name is never empty, so an empty record before each commit marks the end of the previous commit's files.
  const format = `%x00${FIELDS.join("%x00")}`;
  const args = [...logArguments(format), ...DIFF_ARGUMENTS, "--name-only", ...options, "--stdin", "--"];
  let open: readonly string[] = [];
  for await (const more of readRecords(gitOutput(path, args, `${revisions.join("\n")}\n`), "\0")) {
    const records = open.length === 0 ? more : [...open, ...more];
    const { commits, rest } = parse(records);
    yield commits;
    open = records.slice(rest);
  }
  if (open.length > 0) yield parse([...open, ""]).commits;
}

/** Parses the commits that end within the records; `rest` is the start of the first incomplete one. */
function parse(records: readonly string[]): { commits: SourceCommit[]; rest: number } {
  const commits: SourceCommit[] = [];
  let start = 0;
  for (;;) {
    const end = records.indexOf("", start + 1 + WIDTH);
    if (end < 0) return { commits, rest: start };
    commits.push(toSourceCommit(records, start, end));
    start = end;
  }
}

function toSourceCommit(records: readonly string[], start: number, end: number): SourceCommit {
  const field = (offset: number) => records[start + 1 + offset] ?? "";
  const rest = (offset: number) => field(COMMIT_FIELDS.length + offset);
  return {
    ...toCommit(field),
    tree: rest(0),
    parents: rest(1) === "" ? [] : rest(1).split(" "),
    committedAt: new Date(Number(rest(2)) * 1000),
    mappedAuthor: { name: rest(3), email: rest(4) },
    files: records.slice(start + 1 + WIDTH, end).map((name, at) => (at === 0 ? name.slice(1) : name)),
  };
}
