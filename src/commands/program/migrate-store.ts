import type { Command } from "commander";

/** Adds `plimsoll migrate-store`. */
export function addMigrateStore(program: Command): void {
  program
    .command("migrate-store")
    .description("copy a store from SQLite to PostgreSQL, or back, while no server runs")
    .argument("<from>", "the store: file:PATH, postgres://USER@HOST/DATABASE, or env:NAME")
    .argument("<to>", "where to: the same, a new file or an empty database")
    .addHelpText(
      "after",
      "\nenv:NAME is the variable with the address: an argument with a password would show in the list of processes." +
        "\nAll is copied, or nothing: the rows are counted and the digests of four weeks compared before the end." +
        "\nThe server then needs the same PSEUDONYM_KEY.",
    )
    .action(async (from: string, to: string) => {
      const { migrateStore } = await import("../migrate-store.ts");
      await migrateStore(from, to);
    });
}
