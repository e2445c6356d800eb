import { parseJson } from "../json.ts";
import type { AgentIndex } from "./agent-index.ts";
import type { Evidence } from "./evidence.ts";
import { namedTools } from "./named-tools.ts";

const DIVIDER = "\n---\n";
const SCHEMA = "authorship/3.";
const LONGEST_TEXT = 200;

/** The longest note to read, in characters. */
export const LONGEST_NOTE = 500_000;

const UNNAMED = "unspecified";

// `h_…` is a known human; git-ai before 1.4 wrote `human`.
const HUMAN_KEY = "h_";
const OLD_HUMAN_KEY = "human";
// An agent without a session, by git-ai's own word.
const AGENT_KEY = "ai_agent";

/**
 * Finds the declarations in a note of the git-ai standard, version 3: one entry for each session whose key attests
 * lines.
 *
 * Notes also exist for commits in which git-ai saw no AI at work, so only attested lines count. A session that the note
 * does not describe is unknown, as git-ai itself reads it ([issue] git-ai-project/git-ai#1425). A session of an unnamed
 * tool counts only when no other tool is named. A note that does not follow the standard declares nothing.
 */
export function noteEvidence(note: string, index: AgentIndex): Evidence[] {
  if (note.length > LONGEST_NOTE) return [];
  const divider = `\n${note}`.indexOf(DIVIDER); // an empty attestation section leaves the divider on the first line
  if (divider < 0) return [];
  const attested = attestations(note.slice(0, divider));
  if (attested.size === 0) return [];
  const metadata = parseMetadata(note.slice(divider + DIVIDER.length - 1));
  if (metadata === undefined) return [];
  const evidence = [...attested].flatMap(([session, text]) => {
    const tool = toolOf(metadata, session, index);
    return tool === undefined ? [] : [{ kind: "note" as const, text: text.slice(0, LONGEST_TEXT), ...tool }];
  });
  const named = evidence.filter(({ tool }) => tool !== UNNAMED);
  return named.length > 0 ? named : evidence;
}

// Session → its first line. Two blanks, a key, a blank, line numbers; the lines that are not indented are paths.
function attestations(section: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of section.split("\n")) {
    const [key = "", ranges = "", ...rest] = line.slice(2).split(" ");
    if (!line.startsWith("  ") || rest.length > 0 || !isRanges(ranges)) continue;
    if (key === "" || key.startsWith(HUMAN_KEY) || key === OLD_HUMAN_KEY) continue;
    const [session = key] = key.split("::"); // behind it stands a number for each edit
    if (!found.has(session)) found.set(session, line.trim());
  }
  return found;
}

function isRanges(text: string): boolean {
  return text !== "" && text.split(",").every((range) => /^[1-9]\d*(-[1-9]\d*)?$/.test(range));
}

function parseMetadata(text: string): object | undefined {
  const metadata = parseJson(text);
  const version = member(metadata, "schema_version");
  return typeof version === "string" && version.startsWith(SCHEMA) ? (metadata as object) : undefined;
}

function toolOf(
  metadata: object,
  session: string,
  index: AgentIndex,
): { readonly tool: string; readonly model?: string } | undefined {
  const map = member(metadata, session.startsWith("s_") ? "sessions" : "prompts");
  const described = member(map, session);
  if (described === undefined) return session === AGENT_KEY ? { tool: UNNAMED } : undefined;
  const agent = member(described, "agent_id");
  const [tool] = namedIn(member(agent, "tool"), index);
  const [model] = namedIn(member(agent, "model"), index);
  return { tool: tool?.tool ?? UNNAMED, ...(model?.model !== undefined && { model: model.model }) };
}

function namedIn(value: unknown, index: AgentIndex): ReturnType<typeof namedTools> {
  return typeof value === "string" ? namedTools(value, index, "lenient") : [];
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
