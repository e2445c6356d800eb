import { z } from "zod";
import { parseJson } from "../domain/json.ts";
import type { GitCommit } from "../git/log.ts";
import { readRecords } from "../git/records.ts";
import { UserError } from "./user-error.ts";

const identity = z.object({ name: z.string(), email: z.string() });

/** One line of the input; other keys are allowed. */
const commitLine = z.object({ sha: z.string(), message: z.string(), author: identity, committer: identity });

/**
 * Reads commits from NDJSON, in batches as they arrive. Blank lines are skipped.
 *
 * At the first line that is no commit it yields the earlier ones, and throws a `UserError` that names the line.
 */
export async function* readCommitLines(stream: AsyncIterable<Buffer>): AsyncGenerator<readonly GitCommit[]> {
  let number = 0;
  for await (const lines of readRecords(stream, "\n")) {
    const commits: GitCommit[] = [];
    for (const line of lines) {
      number++;
      const text = line.trim(); // a carriage return, or the byte order mark before the first line
      if (text === "") continue;
      const { commit, problem } = parseLine(text);
      if (commit === undefined) {
        yield commits;
        throw new UserError(`line ${number}: ${problem}`);
      }
      commits.push(commit);
    }
    yield commits;
  }
}

type Parsed = { commit: GitCommit; problem?: never } | { commit?: never; problem: string };

function parseLine(text: string): Parsed {
  const value = parseJson(text);
  if (value === undefined) return { problem: "this is not JSON; write one object a line" };
  const { data, error } = commitLine.safeParse(value);
  return error === undefined ? { commit: data } : { problem: error.issues.map(described).join("; ") };
}

function described({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
}
