import { type Command, Option } from "commander";
import type { ReportOptions } from "../report.ts";

/** Adds `plimsoll report`. */
export function addReport(program: Command): void {
  program
    .command("report")
    .description("print the digest of repositories on GitHub, read with a token: no server, nothing stored")
    .argument(
      "<owner/repo...>",
      "one repository, several of one owner, or OWNER for all that the token may read",
    )
    .option("--weeks <number>", "the number of weeks to read", "26")
    .option("--week <week>", "an ISO week, such as 2026-W47; else the newest complete one")
    .option("--json", "print the numbers as JSON")
    .addOption(
      new Option("--csv", "print the figures of all complete weeks as CSV, a row each").conflicts("json"),
    )
    .option(
      "--out <dir>",
      "also write the report as a site into a folder: index.html, digest.md, digest.json",
    )
    .option("--publish", "also write or edit the digest issue on GitHub")
    .addHelpText(
      "after",
      "\nThe token is GITHUB_TOKEN, GH_TOKEN, or that of gh auth token. GITHUB_API_URL names an Enterprise Server.",
    )
    .action(async (places: readonly string[], options: ReportOptions) => {
      const { report } = await import("../report.ts");
      await report(places, options);
    });
}
