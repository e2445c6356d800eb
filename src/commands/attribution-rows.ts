import { toolName } from "../domain/attribution/agents.ts";
import type { CommitAttribution } from "../domain/attribution/attribution.ts";
import { tierOf } from "../domain/attribution/evidence.ts";
import { roleOf } from "../domain/attribution/tool-role.ts";

/** A commit with its attribution. */
interface FoundCommit {
  readonly sha: string;
  readonly found: CommitAttribution;
}

/** One line of JSON. */
export function toJsonLine({ sha, found }: FoundCommit): string {
  const { attribution, tools, hints } = found;
  const evidence = found.evidence.map(({ kind, ...rest }) => {
    return { kind, tier: tierOf(kind), role: roleOf({ kind, ...rest }), ...rest };
  });
  return `${JSON.stringify({ sha, attribution, tools, evidence, hints })}\n`;
}

const SHA_WIDTH = 10;
const ATTRIBUTION_WIDTH = 10;

/** The header of the table. */
export const ROW_TITLES: string = row("commit", "says", "tools and evidence");

/** One row of a table for a terminal; its widths are fixed, so that it can be printed before the next is known. */
export function toRow({ sha, found: { attribution, tools, evidence } }: FoundCommit): string {
  const kinds = [...new Set(evidence.map(({ kind }) => kind))];
  const agents = new Set(evidence.filter((each) => roleOf(each) === "agent").map(({ tool }) => tool));
  const names = tools.map((tool) => (agents.has(tool) ? `${toolName(tool)} as agent` : toolName(tool)));
  const says = tools.length === 0 ? "" : `${names.join(", ")} (${kinds.join(", ")})`;
  // Input may hold any text in place of the sha; a terminal would obey its control characters.
  return row(sha.replaceAll(/[^\x20-\x7e]/g, "?"), attribution, says);
}

function row(sha: string, attribution: string, says: string): string {
  const columns = [sha.slice(0, SHA_WIDTH).padEnd(SHA_WIDTH), attribution.padEnd(ATTRIBUTION_WIDTH), says];
  return `${columns.join("  ").trimEnd()}\n`;
}
