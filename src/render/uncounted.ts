import type { Digest } from "../domain/metric/digest.ts";
import type { Reason } from "../domain/shipping/timeline.ts";
import { count } from "./text.ts";

const REASONS: Readonly<Record<Reason, string>> = {
  "untrusted-creator": "filed by an account that the config does not list",
  preview: "a preview",
  "not-production": "not a production environment",
  failed: "failed",
  "range-unknown": "its predecessor is unknown or shares no history",
  baseline: "the first one seen; what it carried was there before",
  "same-commit": "the same commit was there already",
  rollback: "an earlier commit was deployed again",
  "no-effective-change": "brought nothing new that counts",
};

/** Renders every deployment and change of the week that is not in the number, each under one reason. */
export function renderUncounted({ deployments, changes }: Digest): string {
  const rows = [
    ...Object.entries(deployments.uncounted).map(([reason, number]) =>
      row(number, "deployment", REASONS[reason as Reason]),
    ),
    row(changes.pending, "change", "not in production yet"),
    row(changes.automation, "change", "automation: dependency and release robots"),
    row(changes.rework, "change", "rework: reverts, reverts of reverts, and what only carries other changes"),
    row(changes.ineffective, "change", "only documentation, lockfiles, generated or vendored files"),
    row(changes.withdrawn, "change", "withdrawn: reverted before or as it shipped"),
    row(changes.undone, "change", "undone: reverted or rolled back"),
    row(changes.noBuilder, "change", "net, but no human is accountable for it"),
  ].filter((each) => each !== undefined);
  if (rows.length === 0) return "";
  const left = deployments.seen - deployments.counted;
  const summary = `Not counted: ${count(left, "deployment")}, ${count(changes.merged - changes.net + changes.noBuilder, "change")}`;
  return [
    `<details><summary>${summary} — and why</summary>`,
    "",
    "| what | why |",
    "|---|---|",
    ...rows,
    "",
    "</details>",
  ].join("\n");
}

function row(number: number, noun: string, why: string): string | undefined {
  return number === 0 ? undefined : `| ${count(number, noun)} | ${why} |`;
}
