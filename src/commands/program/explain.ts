import type { Command } from "commander";
import type { ExplainOptions } from "../explain.ts";

/** Adds `plimsoll explain`. */
export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("print receipts: every fact about a change or a week, and the rule that decided")
    .argument(
      "<owner/repo#number>",
      "a pull request, such as acme/shop#12 or its URL; or, with --week, OWNER/REPO, or OWNER for all of its repositories",
    )
    .option("--week <week>", "an ISO week, such as 2026-W47: all its changes and deployments")
    .option("--json", "print them as JSON")
    .action(async (what: string, options: ExplainOptions) => {
      const { explain } = await import("../explain.ts");
      await explain(what, options);
    });
}
