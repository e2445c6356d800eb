import type { Command } from "commander";
import type { SpendForgetOptions } from "../spend-forget.ts";
import type { SpendImportOptions } from "../spend-import.ts";
import type { SpendPullOptions } from "../spend-pull.ts";
import type { SpendShowOptions } from "../spend-show.ts";

/** Adds `plimsoll spend` with `import`, `pull`, `show` and `forget`. */
export function addSpend(program: Command): void {
  const spend = program.command("spend").description("import, read and show what AI tools cost");
  spend
    .command("import")
    .description("import the spend in a file: each day in it replaces that day of the source")
    .argument("<file>", "a file, or - for standard input")
    .requiredOption("--source <name>", "the name of the source, such as aws-bill")
    .requiredOption("--format <format>", "focus (FOCUS 1.0 to 1.4), csv, or ccusage")
    .option("--tool <id>", "the tool of rows that name none, such as claude-code")
    .option("--owner <owner>", "the organization, where the store has several")
    .option("--as-of <time>", "the time of the export, such as 2026-11-21; without it now")
    .option("--dry-run", "print what would be imported, and import nothing")
    .action(async (file: string, options: SpendImportOptions) => {
      const { importSpend } = await import("../spend-import.ts");
      await importSpend(file, options);
    });
  addReading(spend);
}

/** Adds the commands for what is stored. */
function addReading(spend: Command): void {
  spend
    .command("pull")
    .description("read spend from the providers whose credentials are in the environment")
    .option("--owner <owner>", "the organization, where the store has several")
    .action(async (options: SpendPullOptions) => {
      const { pullSpend } = await import("../spend-pull.ts");
      await pullSpend(options);
    });
  spend
    .command("show")
    .description("print the stored spend: tools, sources, restated days and budgets")
    .option("--owner <owner>", "the organization, where the store has several")
    .option("--json", "print it as JSON")
    .action(async (options: SpendShowOptions) => {
      const { showSpend } = await import("../spend-show.ts");
      await showSpend(options);
    });
  spend
    .command("forget")
    .description("delete a source of spend with all its days")
    .requiredOption("--source <name>", "the name of the source")
    .option("--owner <owner>", "the organization, where the store has several")
    .action(async (options: SpendForgetOptions) => {
      const { forgetSpend } = await import("../spend-forget.ts");
      await forgetSpend(options);
    });
}
