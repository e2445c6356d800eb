import type { Command } from "commander";

/** Adds `plimsoll retry`. */
export function addRetry(program: Command): void {
  program
    .command("retry")
    .description("make work due again that the server gave up")
    .argument("[id]", "the id of a delivery in plimsoll status")
    .option("--all", "all parked deliveries, and the check runs and backfills that were given up")
    .action(async (id: string | undefined, { all }: { readonly all?: true }, command: Command) => {
      if ((id === undefined) === (all === undefined)) command.error("error: give either one id, or --all");
      const { retry } = await import("../retry.ts");
      await retry(id);
    });
}
