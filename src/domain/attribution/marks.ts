import { copyText } from "../copy-text.ts";
import { createMemory } from "../memory.ts";
import { ACCEPTED_TRAILERS } from "../policy.ts";
import type { AgentTrailer } from "./agent.ts";
import type { AgentIndex, Found } from "./agent-index.ts";
import { answeredTools } from "./answers.ts";
import type { Evidence } from "./evidence.ts";
import { footerTool } from "./footers.ts";
import { type IdentifiedTool, identify, type Role } from "./identify.ts";
import { isAboutForm, type KeyedLine, keyedLine, markKey } from "./mark-keys.ts";
import { isDenial, type NamedTool, namedTools } from "./named-tools.ts";
import { peopleOf } from "./people.ts";
import { proseTools } from "./prose.ts";
import { isPeople, isTemplate, isUncertain } from "./value-words.ts";
import { wordsOf } from "./words.ts";

/** A mark in one line; its place in the message decides between `trailer` and `co-author` later. */
export type Mark = Omit<Evidence, "kind"> & {
  readonly kind: "line" | "answer" | "footer" | "prose" | "suggestion";
};

/** Finds the tools that one line of a message declares. */
export type MarkReader = (text: string) => readonly Mark[];

/** The most lines to remember. */
const MOST_LINES = 10_000;

/** Makes a reader that reads each line once: messages repeat their trailers. It remembers them as long as it is held. */
export function createMarkReader(index: AgentIndex): MarkReader {
  const recall = createMemory<readonly Mark[]>(MOST_LINES);
  return (text) => recall(text, () => marksOf(copyText(text), index));
}

/** The same, without a memory. */
export function marksOf(text: string, index: AgentIndex): Mark[] {
  const keyed = keyedLine(text);
  const marks = keyed === undefined ? [] : keyedMarks(keyed, text, index);
  if (marks.length > 0) return marks;
  const footer = footerTool(text, index);
  if (footer !== undefined) return [{ kind: "footer", tool: footer, text }];
  return proseTools(text, index).map((said) => ({ kind: "prose", text, ...said }));
}

function keyedMarks({ key, value }: KeyedLine, text: string, index: AgentIndex): Mark[] {
  const own = (index.trailers.get(key) ?? []).find(({ form }) => hasValue(form, value, index));
  if (own !== undefined) return [ownMark(own, text)];
  const asked = ACCEPTED_TRAILERS.find((each) => key === each);
  const kind = markKey(key) === "disclosure" ? "answer" : "line";
  return meant({ key, value }, index).map(({ suggests, tool, model, surface }) => ({
    kind: suggests ? "suggestion" : kind,
    tool,
    text,
    ...(asked !== undefined && { key: asked }),
    ...(model !== undefined && { model }),
    ...(surface !== undefined && { surface }),
  }));
}

function meant({ key, value }: KeyedLine, index: AgentIndex): readonly IdentifiedTool[] {
  switch (markKey(key)) {
    case "identity":
      return identified(value, index, key.endsWith("signed-off-by") ? "author" : "co-author");
    case "address":
      return value.includes("@") ? identified(value, index) : [];
    case "tool":
      return assisting(value, index);
    case "ai":
      return isDenial(value, index) || isUncertain(value) ? [] : named(namedTools(value, index, "lenient"));
    case "disclosure":
      return disclosed({ key, value }, index);
    default:
      return innerKey(key, value, index);
  }
}

/** A question that a template asks: a tool answers it, or a bare yes. */
function disclosed(line: KeyedLine, index: AgentIndex): readonly IdentifiedTool[] {
  const tools = answeredTools(line, index);
  return tools === undefined ? [] : named(tools);
}

// `Unit tests: Assisted-by: Claude Code`, but not `Example: Assisted-by: Claude Code`.
function innerKey(key: string, value: string, index: AgentIndex): readonly IdentifiedTool[] {
  const isInner = value.includes("by:") && !key.includes("-by") && !isAboutForm(key);
  const inner = isInner ? keyedLine(value) : undefined;
  return inner !== undefined && markKey(inner.key) === "tool" ? assisting(inner.value, index) : [];
}

// A person who signs off is as real as an author, and may be called Copilot.
function identified(value: string, index: AgentIndex, role: Role = "co-author"): IdentifiedTool[] {
  if (isProse(value)) return [];
  return peopleOf(value).flatMap((person) => identify(person, index, role) ?? []);
}

// "Co-authored-by: Claude <…> is added by default" speaks about the trailer; `:wq` and `(#30)` are only slips.
function isProse(value: string): boolean {
  const address = value.lastIndexOf("@");
  const end = address < 0 ? -1 : value.indexOf(" ", address);
  return (
    end >= 0 &&
    wordsOf(value.slice(end)).filter(({ isNumber, isBracketed }) => !isNumber && !isBracketed).length > 1
  );
}

/** An assistant may be a person: with an address, only an agent's own counts, or a name that no person bears. */
function assisting(value: string, index: AgentIndex): readonly IdentifiedTool[] {
  if (isTemplate(value) || isPeople(value)) return [];
  const hasAddress = peopleOf(value).some(({ email }) => email !== "");
  return hasAddress ? identified(value, index) : namedTools(value, index);
}

function named(tools: readonly NamedTool[]): readonly IdentifiedTool[] {
  return tools.length > 0 ? tools : [{ tool: "unspecified" }];
}

function hasValue({ values, form }: AgentTrailer, value: string, index: AgentIndex): boolean {
  if (form !== undefined) return form.test(value.toLowerCase());
  const lower = value.toLowerCase();
  return values === undefined ? !isDenial(value, index) : values.some((part) => lower.includes(part));
}

function ownMark({ agent, form }: Found<AgentTrailer>, text: string): Mark {
  const mark = { kind: "line" as const, tool: agent.id, text };
  return form.surface === undefined ? mark : { ...mark, surface: form.surface };
}
