import { Command, CommanderError } from "commander";
import type { AttributeOptions } from "./attribute.ts";
import type { DigestOptions } from "./digest.ts";
import type { DoctorOptions } from "./doctor.ts";
import type { ExplainOptions } from "./explain.ts";
import type { PreviewOptions } from "./preview.ts";
import { addSpendCommands } from "./spend-program.ts";
import type { StatusOptions } from "./status.ts";
import { UsageError } from "./user-error.ts";

/** Runs a command line, and returns the exit code: 0 on success, 1 on a failure, 2 on wrong usage. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = new Command("plimsoll")
    .description("Measures AI-assisted changes that ship and stay shipped.")
    .exitOverride();
  program
    .command("start")
    .description("run the server; the environment is described in .env.example")
    .action(async () => {
      // A command loads its modules when it runs, so that the others and the help are quick.
      const { start } = await import("../main.ts");
      await start(process.env);
    });
  program
    .command("preview")
    .description("print the digest of a clone's history: no network, no credentials")
    .argument("<path>", "a clone, work tree or bare")
    .option("--ship <mode>", "the way to ship: releases (version tags), merges (a proxy), or auto", "auto")
    .option("--weeks <number>", "the number of weeks to show", "12")
    .option(
      "--until <date>",
      "ignore everything after this day, such as 2026-11-21; else after the newest commit",
    )
    .option("--json", "print the numbers as JSON")
    .option("--out <dir>", "also write digest.md and report.html into a folder")
    .action(async (path: string, options: PreviewOptions) => {
      const { preview } = await import("./preview.ts");
      await preview(path, options);
    });
  program
    .command("attribute")
    .description("print the declarations of each commit, from --git or standard input (NDJSON)")
    .option("--git <path>", "read the commits of a clone that its HEAD reaches")
    .option("--summary", "print counts by attribution, tool and kind of evidence instead")
    .option("--json", "print JSON on a terminal too")
    .option("--config <file>", "a config file, for its agents")
    .action(async (options: AttributeOptions) => {
      const { attribute } = await import("./attribute.ts");
      await attribute(options);
    });
  program
    .command("digest")
    .description("print the digest of a repository's or an organization's week, as Markdown")
    .argument(
      "<owner/repo>",
      "a repository that the app is installed on, or OWNER for all of an organization",
    )
    .requiredOption("--week <week>", "an ISO week, such as 2026-W47")
    .option("--json", "print the numbers as JSON")
    .option("--publish", "write or edit the digest issue on GitHub, and print its number")
    .action(async (repository: string, options: DigestOptions) => {
      const { digest } = await import("./digest.ts");
      await digest(repository, options);
    });
  program
    .command("explain")
    .description("print receipts: every fact about a change or a week, and the rule that decided")
    .argument("<owner/repo#number>", "a pull request, such as acme/shop#12; or, with --week, OWNER/REPO")
    .option("--week <week>", "an ISO week, such as 2026-W47: all its changes and deployments")
    .option("--json", "print them as JSON")
    .action(async (what: string, options: ExplainOptions) => {
      const { explain } = await import("./explain.ts");
      await explain(what, options);
    });
  program
    .command("config")
    .description("check a config file")
    .command("check")
    .description("print the settings of a valid config file, or every problem with it")
    .argument("<file>", "a path, such as .github/plimsoll.yml, or - for standard input")
    .action(async (file: string) => {
      const { checkConfig } = await import("./config.ts");
      await checkConfig(file);
    });
  addSpendCommands(program);
  program
    .command("status")
    .description("print the state of the server: its queue, parked work, its last digests")
    .option("--json", "print it as JSON")
    .action(async (options: StatusOptions) => {
      const { status } = await import("./status.ts");
      await status(options);
    });
  program
    .command("doctor")
    .description(
      "check the installation: environment, store, GitHub, webhook, server; ends with 1 on a problem",
    )
    .option("--json", "print it as JSON")
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./doctor.ts");
      await doctor(options);
    });
  program
    .command("retry")
    .description("make work due again that the server gave up")
    .argument("[id]", "the id of a delivery in plimsoll status")
    .option("--all", "all parked deliveries, and the check runs and backfills that were given up")
    .action(async (id: string | undefined, { all }: { readonly all?: true }, command: Command) => {
      if ((id === undefined) === (all === undefined)) command.error("error: give one id, or --all");
      const { retry } = await import("./retry.ts");
      await retry(id);
    });
  program
    .command("migrate")
    .description("bring the store up to date, as the server does when it starts")
    .action(async () => {
      const { migrate } = await import("./migrate.ts");
      await migrate();
    });
  program
    .command("backup")
    .description("copy the store into a new file, while the server runs")
    .argument("<file>", "where to write; it must not exist")
    .action(async (file: string) => {
      const { backup } = await import("./backup.ts");
      await backup(file);
    });
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`plimsoll: ${error instanceof Error ? error.message : error}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
