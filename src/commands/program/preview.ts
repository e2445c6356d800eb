import { type Command, Option } from "commander";
import type { PreviewOptions } from "../preview.ts";

/** Adds `plimsoll preview`. */
export function addPreview(program: Command): void {
  program
    .command("preview")
    .description("print the digest of the history of clones: no network, no credentials")
    .argument("<path...>", "a clone, work tree or bare; several make the digest of an organization")
    .option("--ship <mode>", "the way to ship: releases (version tags), merges (a proxy), or auto", "auto")
    .option("--weeks <number>", "the number of weeks to show", "12")
    .option(
      "--until <date>",
      "ignore everything after this day, such as 2026-11-21; else after the newest commit",
    )
    .option("--json", "print the numbers as JSON")
    .addOption(
      new Option("--csv", "print the figures of the shown weeks as CSV, a row each").conflicts("json"),
    )
    .addOption(
      new Option(
        "--explain",
        "print the receipts of the week: each change and version, and the rule that decided",
      ).conflicts("csv"),
    )
    .option("--out <dir>", "also write digest.md and report.html into a folder")
    .action(async (paths: string[], options: PreviewOptions) => {
      const { preview } = await import("../preview.ts");
      await preview(paths, options);
    });
}
