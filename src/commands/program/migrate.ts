import type { Command } from "commander";
import type { MigrateOptions } from "../migrate.ts";

/** Adds `plimsoll migrate`. */
export function addMigrate(program: Command): void {
  program
    .command("migrate")
    .description("bring the store up to date, as the server does when it starts")
    .option(
      "--new-pseudonym-key",
      "hash people with another key than before from now on; stop all servers first",
    )
    .action(async (options: MigrateOptions) => {
      const { migrate } = await import("../migrate.ts");
      await migrate(options);
    });
}
