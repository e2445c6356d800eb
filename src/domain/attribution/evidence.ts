import type { AcceptedTrailer } from "../policy.ts";

/**
 * The kinds of evidence that a tool took part, strongest first. `note`: git-ai attests lines in `refs/notes/ai`;
 * `prose`: a sentence that a project asks for; `suggestion`: a person committed an AI reviewer's proposal.
 */
export type EvidenceKind = "author" | "trailer" | "co-author" | "note" | "footer" | "prose" | "suggestion";

/** One place where a commit declares one tool. Only `text` may quote the commit; it is shown, never stored. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly tool: string; // id of a row in AGENTS
  readonly text: string;
  readonly model?: string; // spelled from known words and digits only, so it never quotes the commit
  readonly surface?: string;
  readonly key?: AcceptedTrailer; // absent when another line, or none, says it
}

/** A mark that looks like a declaration but is not accepted as one. Shown, never counted. */
export interface Hint {
  readonly kind: "committer" | "branch" | "prose";
  readonly tool: string;
  readonly text: string;
}

/** The strength of a kind of evidence; `suggestion` is a person's commit of an AI reviewer's proposal. */
type EvidenceTier = "strongest" | "strong" | "medium" | "weak" | "suggestion";

const TIERS: Readonly<Record<EvidenceKind, EvidenceTier>> = {
  author: "strongest",
  trailer: "strong",
  "co-author": "strong",
  note: "strong",
  footer: "medium",
  prose: "weak",
  suggestion: "suggestion",
};

const STRENGTH = Object.keys(TIERS) as readonly EvidenceKind[];

/** The tier of a kind of evidence: see docs/attribution.md. */
export function tierOf(kind: EvidenceKind): EvidenceTier {
  return TIERS[kind];
}

/**
 * Reduces evidence to one entry for each tool, model and trailer, strongest kind first.
 *
 * A squash repeats a trailer once a commit and again below `---------`: the same line inside and outside git's block is
 * one declaration, kept as the stronger of the two.
 */
export function strongestEvidence<Item extends Omit<Evidence, "text">>(evidence: readonly Item[]): Item[] {
  if (evidence.length === 0) return [];
  const strongest = new Map<string, Item>();
  for (const kind of STRENGTH) {
    const place = kind === "co-author" ? "trailer" : kind;
    for (const item of evidence) {
      if (item.kind !== kind) continue;
      const key = `${place}\n${item.tool}\n${item.model}\n${item.surface}\n${item.key}`;
      if (!strongest.has(key)) strongest.set(key, item);
    }
  }
  return [...strongest.values()];
}
