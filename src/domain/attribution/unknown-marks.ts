import type { Agent } from "./agent.ts";
import { type AgentIndex, agentIndex } from "./agent-index.ts";
import { findAutomation } from "./automation.ts";
import type { CommitText, Identity } from "./commit-text.ts";
import { identify } from "./identify.ts";
import { keyedLine, markKey } from "./mark-keys.ts";
import { marksOf } from "./marks.ts";
import { messageLines } from "./message-lines.ts";
import { isDenial } from "./named-tools.ts";
import { peopleOf } from "./people.ts";
import { isPersonal } from "./placeholder-address.ts";
import { rawLines } from "./raw-lines.ts";
import { isTemplate } from "./value-words.ts";

/** A mark with the form of a tool's, in no row of the table. */
export interface UnknownMark {
  /** `author`, or the key of a trailer in lower case. */
  readonly key: string;
  /** The display name, or the value of a trailer without an address; it may be empty. */
  readonly name: string;
  /** The domain of the e-mail address or of the link; empty when there is none. */
  readonly domain: string;
}

const LONGEST_NAME = 60;
/** A mark that names an agent is declared, and lacks a row all the same. */
const UNNAMED = "unspecified-agent";
/** A name that says that it is no person's. */
const TOOLS_NAME = /(?:^|[\s-])(?:ai|agent|agents|assistant|code|coder|copilot|cli|llm|gpt)$/i;
/** A mailbox that nobody reads, or an agent's. */
const TOOLS_BOX = /^(?:no-?reply|agents?|ai|assistant|coder?|bot)(?:[._+-]|$)|[._+-](?:agent|ai|assistant)$/;
const OWN_KEY = /(?:^|-)(?:agent|session|thread|model|prompt|conversation|checkpoint|copilot|ai|llm)(?:-|$)/;
const PERSON = /^\p{Lu}\p{L}+(?: \p{Lu}[\p{L}.'-]*)+$/u;

/** Finds marks like those of a tool, but without a row: an identity, a value, or a trailer of its own. */
export function unknownMarks(commit: CommitText, inHouse: readonly Agent[]): UnknownMark[] {
  const index = agentIndex(inHouse);
  const lines = messageLines(rawLines(commit.message)).slice(1);
  return [
    ...(isUnknownTool(commit.author, index, "author") ? [ofPerson("author", commit.author)] : []),
    ...lines.flatMap(({ text }) => unknownIn(text, index)),
  ];
}

function unknownIn(text: string, index: AgentIndex): UnknownMark[] {
  const keyed = keyedLine(text);
  const isKnown = marksOf(text, index).some(({ tool }) => tool !== UNNAMED);
  if (keyed === undefined || isKnown || isTemplate(keyed.value)) return [];
  const { key, value } = keyed;
  switch (markKey(key)) {
    case "identity":
      return peopleOf(value)
        .filter((person) => isUnknownTool(person, index, "co-author"))
        .map((person) => ofPerson(key, person));
    case "tool":
    case "ai":
    case "disclosure":
      return isUnknownValue(value, index) ? [{ key, name: value, domain: "" }] : [];
    default:
      return isOwnTrailer(keyed) ? [{ key, name: "", domain: hostOf(value) }] : [];
  }
}

function isUnknownTool(person: Identity, index: AgentIndex, role: "author" | "co-author"): boolean {
  const isLike = TOOLS_NAME.test(person.name.trim()) || TOOLS_BOX.test(localOf(person.email));
  return (
    isLike &&
    !isPersonal(person.email.trim().toLowerCase()) &&
    (identify(person, index, role)?.tool ?? UNNAMED) === UNNAMED &&
    findAutomation({ author: person, message: "" }, "") === undefined
  );
}

function isUnknownValue(value: string, index: AgentIndex): boolean {
  return (
    value.length <= LONGEST_NAME && !value.includes("@") && !PERSON.test(value) && !isDenial(value, index)
  );
}

/** One word of letters and digits, or a link: `Acme-Session: https://acme.example/s/1`. */
function isOwnTrailer({ key, value }: { readonly key: string; readonly value: string }): boolean {
  return key.includes("-") && OWN_KEY.test(key) && (hostOf(value) !== "" || /^[\w-]{8,}$/.test(value));
}

function ofPerson(key: string, { name, email }: Identity): UnknownMark {
  const domain = email.slice(email.indexOf("@") + 1);
  return { key, name: name.trim().slice(0, LONGEST_NAME), domain: domain.trim().toLowerCase() };
}

function localOf(email: string): string {
  const local = email.trim().toLowerCase().split("@", 1)[0] ?? "";
  return email.toLowerCase().endsWith("@users.noreply.github.com")
    ? local.slice(local.indexOf("+") + 1)
    : local;
}

function hostOf(value: string): string {
  return /^https?:\/\/([^/\s]{1,100})/.exec(value)?.[1]?.toLowerCase() ?? "";
}
