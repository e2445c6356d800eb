import type { Digest } from "../../../domain/metric/digest.ts";
import type { Warning } from "../../../domain/metric/warnings.ts";
import { cautions } from "../../site/blocks.ts";
import type { Section } from "../section.ts";
import { type RuleChange, renderRuleChanges } from "./rule-changes.ts";

/** The warnings about the data. */
export const warnings: Section = {
  markdown: (digest, { ruleChanges }) => renderWarnings(digest, ruleChanges),
  // The changes of rules have a list of their own on a page.
  page: ({ digest }) => cautions(digest.warnings.map((warning) => WARNINGS[warning])),
};

const WARNINGS: Readonly<Record<Warning, string>> = {
  "history-rewritten":
    "**History was rewritten:** the default branch was pushed by force. What was deployed across that break cannot be linked, and nothing is guessed by time.",
  "range-incomplete":
    "**Not all could be read:** a range had more commits or files than GitHub hands out, so some changes may be missing.",
  "not-told":
    "**Not all was told:** GitHub did not tell the commits or the files of some changes merged in this week, so what they declare, or whether and how much they count, is unknown. They are read again each night for three days, and at the next deployment.",
  "rules-changed":
    "**The rules changed in this week:** a config, `.gitattributes`, what `auto` takes, or the definition of the metric counts differently now. Weeks before are not compared with those after, so the usual range starts anew where much is counted differently.",
};

function renderWarnings({ warnings: all }: Digest, changes: readonly RuleChange[] = []): string {
  const rendered = all.map((warning) => {
    const details = warning === "rules-changed" ? renderRuleChanges(changes) : "";
    return [`> ${WARNINGS[warning]}`, ...(details === "" ? [] : [">", details])].join("\n");
  });
  return rendered.join("\n>\n");
}
