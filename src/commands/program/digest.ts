import { type Command, Option } from "commander";
import type { DigestOptions } from "../digest.ts";

/** Adds `plimsoll digest`. */
export function addDigest(program: Command): void {
  program
    .command("digest")
    .description("print the digest of a repository's or an organization's week, as Markdown")
    .argument(
      "<owner/repo>",
      "a repository that the app is installed on, or OWNER for all of an organization",
    )
    .option("--week <week>", "an ISO week, such as 2026-W47; without it the newest complete one")
    .addOption(
      new Option("--scope <name>", "a scope of the organization's config, instead of all of it").conflicts([
        "publish",
        "out",
      ]),
    )
    .option("--json", "print the numbers as JSON")
    .addOption(new Option("--csv", "print the figures as CSV, a row each").conflicts(["json", "publish"]))
    .addOption(
      new Option("--out <dir>", "also write up to 104 weeks as a site into a folder: index.html").conflicts(
        "publish",
      ),
    )
    .option("--publish", "write or edit the digest issue on GitHub, and print its number")
    .action(async (repository: string, options: DigestOptions) => {
      const { digest } = await import("../digest.ts");
      await digest(repository, options);
    });
}
