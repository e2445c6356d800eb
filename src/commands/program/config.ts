import type { Command } from "commander";
import type { InitOptions } from "../config-init.ts";

/** Adds `plimsoll config` with `check` and `init`. */
export function addConfig(program: Command): void {
  const config = program.command("config").description("check a config file, or begin one");
  config
    .command("check")
    .description("print the settings of a valid config file, or every problem with it")
    .argument("<file>", "a path, such as .github/plimsoll.yml, or - for standard input")
    .action(async (file: string) => {
      const { checkConfig } = await import("../config.ts");
      await checkConfig(file);
    });
  config
    .command("init")
    .description("write a commented .github/plimsoll.yml into a clone, in which every key is switched off")
    .argument("[clone]", "a path of a clone", ".")
    .option("--repository <owner/repo>", "also list the environments of this repository, from the store")
    .option("--print", "print it instead")
    .action(async (clone: string, options: InitOptions) => {
      const { initConfig } = await import("../config-init.ts");
      await initConfig(clone, options);
    });
}
