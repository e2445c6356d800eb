import { createMemory } from "../memory.ts";
import { type AgentIndex, agentIndex } from "./agent-index.ts";
import { type AttributionRules, DEFAULT_ATTRIBUTION } from "./attribution-rules.ts";
import { findAutomation, isAutomationAccount } from "./automation.ts";
import type { Automation } from "./automation-accounts.ts";
import type { CommitText, Identity } from "./commit-text.ts";
import { type Evidence, type Hint, strongestEvidence } from "./evidence.ts";
import { noteEvidence } from "./git-ai-note.ts";
import { hintsOf } from "./hints.ts";
import { type AuthorIdentifier, findAccount, type IdentifiedTool, identify } from "./identify.ts";
import { createMarkReader, type MarkReader, marksOf } from "./marks.ts";
import { messageEvidence } from "./message-evidence.ts";
import { hasLine } from "./raw-lines.ts";

export type { CommitText, Identity } from "./commit-text.ts";
export type { Evidence, EvidenceKind, Hint } from "./evidence.ts";

/**
 * The declaration of a commit. `undeclared` is never "human": most AI work carries no mark. `unknown` means that the
 * message could not be read.
 */
export type Attribution = "declared" | "automation" | "undeclared" | "unknown";

/** The attribution of one commit, with its evidence. */
export interface CommitAttribution {
  readonly attribution: Attribution;
  readonly tools: readonly string[]; // ids, sorted
  readonly evidence: readonly Evidence[]; // strongest first, one entry for each tool, model and kind
  readonly hints: readonly Hint[];
}

/** Attributes one commit from its message, its identities, and its git-ai note if there is one. An organization's own agents extend the table. */
export function attributeCommit(
  commit: CommitText,
  { agents, prose }: AttributionRules = DEFAULT_ATTRIBUTION,
): CommitAttribution {
  const index = agentIndex(agents);
  return attribute(commit, {
    index,
    prose,
    identifyAuthor: (author) => identify(author, index, "author"),
    readMarks: (text) => marksOf(text, index),
  });
}

/** The most authors to remember. */
const MOST_AUTHORS = 10_000;

/**
 * Makes a function that attributes many commits in turn, and identifies each author, and reads each trailer, once.
 *
 * It remembers names, addresses and lines as long as it is held, so a server must not keep it.
 */
export function createAttributor(rules: AttributionRules): (commit: CommitText) => CommitAttribution {
  const index = agentIndex(rules.agents);
  const recall = createMemory<IdentifiedTool | undefined>(MOST_AUTHORS);
  const identifyAuthor = (author: Identity) =>
    recall(`${author.email}\n${author.name}`, () => identify(author, index, "author"));
  const by = { index, prose: rules.prose, identifyAuthor, readMarks: createMarkReader(index) };
  return (commit) => attribute(commit, by);
}

/** The inputs of attribution. */
interface Attributing {
  readonly index: AgentIndex;
  readonly prose: boolean;
  readonly identifyAuthor: AuthorIdentifier;
  readonly readMarks: MarkReader;
}

function attribute(commit: CommitText, by: Attributing): CommitAttribution {
  const { index, prose, identifyAuthor } = by;
  const subject = commit.message.slice(0, 200).split("\n", 1)[0] ?? "";
  const automation = findAutomation(commit, subject);
  const noted = commit.note ? noteEvidence(commit.note, index) : [];
  const said = declarations(commit, by, automation);
  const evidence = said.length + noted.length === 0 ? NO_EVIDENCE : accepted(said, noted, prose);
  const tools = evidence.length === 0 ? NO_TOOLS : [...new Set(evidence.map(({ tool }) => tool))].sort();
  const attribution = classify(commit, evidence, automation);
  return {
    attribution,
    tools,
    evidence,
    hints:
      attribution === "declared" ? [] : [...proseHints(said), ...hintsOf(commit, subject, identifyAuthor)],
  };
}

const NO_EVIDENCE: readonly Evidence[] = [];
const NO_TOOLS: readonly string[] = [];

/** The evidence that counts: sentences only where the rules say so. */
function accepted(
  said: readonly Evidence[],
  noted: readonly Evidence[],
  prose: boolean,
): readonly Evidence[] {
  return strongestEvidence([...said.filter(({ kind }) => prose || kind !== "prose"), ...noted]);
}

/** Attributes a GitHub account (a pull request's author), by numeric id first, then by exact bot login. */
export function attributeAccount(
  account: { readonly id: number; readonly login: string },
  { agents }: Pick<AttributionRules, "agents"> = DEFAULT_ATTRIBUTION,
): { attribution: "declared" | "automation" | "undeclared"; tools: readonly string[] } {
  const login = account.login.toLowerCase();
  const found = findAccount({ id: account.id, login, name: login }, agentIndex(agents));
  if (found !== undefined && !found.form.neverAuthor)
    return { attribution: "declared", tools: [found.agent.id] };
  return { attribution: isAutomationAccount(account) ? "automation" : "undeclared", tools: [] };
}

/** The sentences of a commit that is not declared: none of them counts. */
function proseHints(said: readonly Evidence[]): Hint[] {
  return said.map(({ tool, text }) => ({ kind: "prose", tool, text }));
}

function declarations(
  commit: CommitText,
  { index, identifyAuthor, readMarks }: Attributing,
  automation: Automation | undefined,
): Evidence[] {
  if (automation?.subjects !== undefined) return [];
  const author = identifyAuthor(commit.author);
  const blockOnly = automation?.quotesOthers === true;
  const lines = messageEvidence(commit.message, index, { blockOnly, readMarks });
  if (author === undefined) return lines;
  const text = `${commit.author.name} <${commit.author.email}>`;
  const { suggests: _, neverAuthor, authorSays, ...tool } = author;
  if (!neverAuthor || (authorSays !== undefined && hasLine(commit.message, authorSays)))
    return [{ kind: "author", text, ...tool }, ...lines];
  return lines.filter((line) => line.tool !== author.tool); // its own co-author line, by GitHub's squash
}

// Every encoding but UTF-16 and UTF-32 leaves the letters of a mark readable, and those two leave NULs behind.
function classify(commit: CommitText, evidence: readonly Evidence[], automation?: Automation): Attribution {
  if (evidence.length > 0) return "declared";
  if (automation !== undefined) return "automation";
  return commit.message.includes("\0") ? "unknown" : "undeclared";
}
