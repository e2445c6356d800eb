import type { Command } from "commander";

/** Adds `plimsoll migrate`. */
export function addMigrate(program: Command): void {
  program
    .command("migrate")
    .description("bring the store up to date, as the server does when it starts")
    .action(async () => {
      const { migrate } = await import("../migrate.ts");
      await migrate();
    });
}
