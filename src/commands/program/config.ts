import type { Command } from "commander";

/** Adds `plimsoll config` with `check`. */
export function addConfig(program: Command): void {
  program
    .command("config")
    .description("check a config file")
    .command("check")
    .description("print the settings of a valid config file, or every problem with it")
    .argument("<file>", "a path, such as .github/plimsoll.yml, or - for standard input")
    .action(async (file: string) => {
      const { checkConfig } = await import("../config.ts");
      await checkConfig(file);
    });
}
