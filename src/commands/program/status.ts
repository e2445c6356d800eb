import type { Command } from "commander";
import type { StatusOptions } from "../status.ts";

/** Adds `plimsoll status`. */
export function addStatus(program: Command): void {
  program
    .command("status")
    .description("print the state of the server: its queue, parked work, its last digests")
    .option("--json", "print it as JSON")
    .action(async (options: StatusOptions) => {
      const { status } = await import("../status.ts");
      await status(options);
    });
}
