import type { Command } from "commander";

/** Adds `plimsoll start`. */
export function addStart(program: Command): void {
  program
    .command("start")
    .description("run the server; the environment is described in .env.example")
    .action(async () => {
      const { start } = await import("../../main.ts");
      await start(process.env);
    });
}
