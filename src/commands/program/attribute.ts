import type { Command } from "commander";
import type { AttributeOptions } from "../attribute.ts";

/** Adds `plimsoll attribute`. */
export function addAttribute(program: Command): void {
  program
    .command("attribute")
    .description("print the declarations of each commit, from --git or standard input (NDJSON)")
    .option("--git <path>", "read the commits of a clone that its HEAD reaches")
    .option("--summary", "print counts by attribution, tool and kind of evidence instead")
    .option("--json", "print JSON on a terminal too")
    .option("--config <file>", "a config file, for its agents")
    .action(async (options: AttributeOptions) => {
      const { attribute } = await import("../attribute.ts");
      await attribute(options);
    });
}
