import type { Command } from "commander";

/** Adds `plimsoll backup`. */
export function addBackup(program: Command): void {
  program
    .command("backup")
    .description("copy the store into a new file, while the server runs")
    .argument("<file>", "where to write; it must not exist")
    .action(async (file: string) => {
      const { backup } = await import("../backup.ts");
      await backup(file);
    });
}
