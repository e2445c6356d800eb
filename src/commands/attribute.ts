import { type AttributionRules, DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import { readCommits } from "../git/commits.ts";
import { GitError } from "../git/git-error.ts";
import type { Commits } from "./attribution-printer.ts";
import { startEagerly } from "./eager-start.ts";
import { openOutput, ReaderGone } from "./output.ts";
import { UsageError, UserError } from "./user-error.ts";

/** The options of `plimsoll attribute`. */
export interface AttributeOptions {
  readonly git?: string;
  readonly summary?: true;
  readonly json?: true;
  readonly config?: string;
}

/**
 * Prints the declarations of each commit, in the order of the input, or counts them.
 *
 * On a terminal it prints a table; in a pipe and with `--json`, JSON. It keeps nothing, however long the input is.
 */
export async function attribute({ git, summary, json, config }: AttributeOptions): Promise<void> {
  const output = openOutput(process.stdout);
  const isTable = process.stdout.isTTY && json === undefined;
  try {
    const rules = config === undefined ? DEFAULT_ATTRIBUTION : await readRules(config);
    const commits = git === undefined ? await standardInput() : startEagerly(readCommits(git));
    // Git works while this module loads.
    const { printAttribution } = await import("./attribution-printer.ts");
    await printAttribution(commits, output, { rules, isSummary: summary === true, isTable });
    await output.flush();
  } catch (error) {
    if (error instanceof GitError) throw new UserError(error.message, { cause: error });
    if (!(error instanceof ReaderGone)) throw error;
  }
}

async function standardInput(): Promise<Commits> {
  if (process.stdin.isTTY)
    throw new UsageError("nothing comes in: pipe one JSON object a line into it, or give --git PATH");
  // Only this input needs the validation, which takes longer to load than all the rest.
  const { readCommitLines } = await import("./commit-lines.ts");
  return readCommitLines(process.stdin);
}

async function readRules(path: string): Promise<AttributionRules> {
  const { parseConfig } = await import("../config/config.ts");
  const { ConfigError } = await import("../config/config-error.ts");
  const { readConfigText } = await import("./config-text.ts");
  const text = await readConfigText(path);
  try {
    return parseConfig(text, path);
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(error.lines.join("\n"));
    throw error;
  }
}
