import { printable } from "../config/values.ts";
import { toolName } from "../domain/attribution/agents.ts";
import type { Attribution, CommitAttribution, EvidenceKind } from "../domain/attribution/attribution.ts";
import type { UnknownMark } from "../domain/attribution/unknown-marks.ts";

/** The number of commits by attribution, by tool, and by kind of evidence. */
interface AttributionSummary {
  readonly commits: number;
  readonly attribution: Readonly<Record<Attribution, number>>;
  readonly tools: Readonly<Record<string, number>>;
  readonly evidence: Readonly<Record<EvidenceKind, number>>;
  /** Marks of several commits that look like those of a tool without a row, most frequent first. */
  readonly unknownMarks: readonly CountedMark[];
}

/** A mark, and the number of commits with it. */
interface CountedMark extends UnknownMark {
  readonly commits: number;
}

/** The number of unknown marks to print. */
const MOST_MARKS = 20;
/** The most different marks to count. */
const MOST_COUNTED = 10_000;

/** Counts attributions one by one. A commit counts once for each of its tools and kinds of evidence. */
export function createTally(): {
  add(found: CommitAttribution, unknown?: readonly UnknownMark[]): void;
  summary(): AttributionSummary;
} {
  const attribution = { declared: 0, automation: 0, undeclared: 0, unknown: 0 };
  const evidence = { author: 0, trailer: 0, "co-author": 0, note: 0, footer: 0, prose: 0, suggestion: 0 };
  const tools = new Map<string, number>();
  const marks = new Map<string, { readonly mark: UnknownMark; commits: number }>();
  const count = (mark: UnknownMark) => {
    const key = JSON.stringify([mark.key, mark.name, mark.domain]);
    const counted = marks.get(key);
    if (counted !== undefined) counted.commits++;
    else if (marks.size < MOST_COUNTED) marks.set(key, { mark, commits: 1 });
  };
  return {
    add(found, unknown = []) {
      for (const mark of unknown) count(mark);
      attribution[found.attribution]++;
      for (const tool of found.tools) tools.set(tool, (tools.get(tool) ?? 0) + 1);
      for (const kind of new Set(found.evidence.map(({ kind }) => kind))) evidence[kind]++;
    },
    summary: () => ({
      commits: Object.values(attribution).reduce((sum, count) => sum + count, 0),
      attribution: { ...attribution },
      tools: Object.fromEntries(
        [...tools].sort(([a, usesA], [b, usesB]) => usesB - usesA || (a < b ? -1 : 1)),
      ),
      evidence: { ...evidence },
      unknownMarks: [...marks.values()]
        .filter(({ commits }) => commits > 1)
        .sort((a, b) => b.commits - a.commits)
        .slice(0, MOST_MARKS)
        .map(({ mark, commits }) => ({ ...mark, commits })),
    }),
  };
}

/** Renders a summary as text, the parts below one another and aligned. */
export function renderSummary(summary: AttributionSummary): string {
  const { commits, attribution, tools, evidence, unknownMarks } = summary;
  const named = Object.entries(tools).map(([id, count]) => [toolName(id), count] as const);
  const used = Object.entries(evidence).filter(([, count]) => count > 0);
  const parts = [
    renderPart("commits", [...Object.entries(attribution), ["all", commits]]),
    renderPart("declared by tool", named),
    renderPart("declared by evidence", used),
    renderPart("marks of unknown tools? name them under `agents:` in a config", unknownMarks.map(toRow)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function toRow({ key, name, domain, commits }: CountedMark): readonly [string, number] {
  return [printable(`${key}: ${[name, domain && `(${domain})`].filter(Boolean).join(" ")}`), commits];
}

function renderPart(title: string, rows: readonly (readonly [string, number])[]): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([name]) => name.length));
  const digits = Math.max(...rows.map(([, count]) => String(count).length));
  const lines = rows.map(([name, count]) => `  ${name.padEnd(width)}  ${String(count).padStart(digits)}\n`);
  return `${title}\n${lines.join("")}`;
}
