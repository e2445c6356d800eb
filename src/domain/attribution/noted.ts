import { agentIndex } from "./agent-index.ts";
import type { AttributionRules } from "./attribution-rules.ts";
import type { AttributedCommit, KeptEvidence } from "./change-attribution.ts";
import { strongestEvidence } from "./evidence.ts";
import { noteEvidence } from "./git-ai-note.ts";

/** Reduces a git-ai note to its stored form: the tools that it names, without its statements about the code. */
export function keptOfNote(note: string, { agents }: Pick<AttributionRules, "agents">): KeptEvidence[] {
  return strongestEvidence(noteEvidence(note, agentIndex(agents))).map(({ text: _, ...kept }) => kept);
}

/**
 * Adds the declarations of a note to its commit, as if both had been read at once.
 *
 * They are stored apart, since a note comes later than its commit, can change, and comes in another response.
 */
export function withNote<Commit extends AttributedCommit>(
  commit: Commit,
  noted: readonly KeptEvidence[],
): Commit {
  if (noted.length === 0) return commit;
  const evidence = strongestEvidence([...commit.evidence, ...noted]);
  const tools = [...new Set(evidence.map(({ tool }) => tool))].sort();
  return { ...commit, attribution: "declared", tools, evidence, hints: [] };
}
