import { gitOutput } from "./git-output.ts";
import { COMMIT_FIELDS, type GitCommit, logArguments, toCommit } from "./log.ts";
import { readRecords } from "./records.ts";

/** The arguments that make git print every commit reachable from HEAD, newest first. */
export const LOG_ARGUMENTS: readonly string[] = [...logArguments(COMMIT_FIELDS.join("%x00")), "HEAD", "--"];

const WIDTH = COMMIT_FIELDS.length;

/**
 * Reads the commits of a clone, with or without a work tree, in batches as git prints them. Throws a `GitError` when
 * git cannot.
 */
export async function* readCommits(path: string): AsyncGenerator<readonly GitCommit[]> {
  let fields: readonly string[] = [];
  for await (const more of readRecords(gitOutput(path, LOG_ARGUMENTS), "\0")) {
    fields = fields.length === 0 ? more : [...fields, ...more];
    const whole = fields.length - (fields.length % WIDTH);
    yield toCommits(fields, whole);
    fields = fields.slice(whole);
  }
}

function toCommits(fields: readonly string[], end: number): GitCommit[] {
  const commits: GitCommit[] = [];
  for (let at = 0; at < end; at += WIDTH) commits.push(toCommit((offset) => fields[at + offset] ?? ""));
  return commits;
}
