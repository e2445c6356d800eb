import { type Command, CommanderError } from "commander";
import { VERSION } from "../operations/version.ts";
import { problemText } from "./problem-text.ts";
import { addAttribute } from "./program/attribute.ts";
import { addBackup } from "./program/backup.ts";
import { addConfig } from "./program/config.ts";
import { addDigest } from "./program/digest.ts";
import { addDoctor } from "./program/doctor.ts";
import { addExplain } from "./program/explain.ts";
import { addMigrate } from "./program/migrate.ts";
import { addMigrateStore } from "./program/migrate-store.ts";
import { addPreview } from "./program/preview.ts";
import { addReport } from "./program/report.ts";
import { addRetry } from "./program/retry.ts";
import { addSpend } from "./program/spend.ts";
import { addStart } from "./program/start.ts";
import { addStatus } from "./program/status.ts";
import { StrictCommand } from "./strict-command.ts";
import { UsageError } from "./user-error.ts";

/**
 * Adds a command to the program.
 *
 * A command loads its modules when it runs, so that the others and the help are quick. So a file here imports only the
 * types of its command.
 */
type AddCommand = (program: Command) => void;

/** All commands, in the order of the help. */
const COMMANDS: readonly AddCommand[] = [
  addStart,
  addPreview,
  addReport,
  addAttribute,
  addDigest,
  addExplain,
  addConfig,
  addSpend,
  addStatus,
  addDoctor,
  addRetry,
  addMigrate,
  addMigrateStore,
  addBackup,
];

/** Runs a command line, and returns the exit code: 0 on success, 1 on a failure, 2 on wrong usage. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = new StrictCommand("plimsoll")
    .description("Measures AI-assisted changes that ship and stay shipped.")
    .version(VERSION, "--version", "print the version")
    .exitOverride();
  for (const add of COMMANDS) add(program);
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`plimsoll: ${problemText(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
