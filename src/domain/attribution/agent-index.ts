import type {
  Agent,
  AgentAccount,
  AgentAddresses,
  AgentConversation,
  AgentEmail,
  AgentTrailer,
} from "./agent.ts";
import { AGENTS } from "./agents.ts";
import { KNOWN_KEYS } from "./mark-keys.ts";
import { type NamePattern, namePatterns } from "./name-patterns.ts";
import { probeAt } from "./probe.ts";
import { BEGINNINGS } from "./sentence-beginnings.ts";

/** A row of the table, with the form that matched. */
export interface Found<Form> {
  readonly agent: Agent;
  readonly form: Form;
}

/** The table of agents, arranged for look-up: one hash probe for each identity, key or first word. */
export interface AgentIndex {
  readonly emails: ReadonlyMap<string, Found<AgentEmail>>;
  readonly addresses: readonly Found<AgentAddresses>[];
  readonly anyAddress: RegExp; // matches what any of these does
  readonly ids: ReadonlyMap<number, readonly Found<AgentAccount>[]>;
  readonly logins: ReadonlyMap<string, readonly Found<AgentAccount>[]>;
  readonly trailers: ReadonlyMap<string, readonly Found<AgentTrailer>[]>;
  readonly footers: ReadonlyMap<string, readonly Found<string>[]>; // by their first FOOTER_PROBE letters
  readonly footerInitials: ReadonlySet<number>; // codes of their first letters
  readonly probes: ReadonlySet<number>; // of the beginnings of keys, footers and sentences
  readonly names: ReadonlyMap<string, readonly NamePattern[]>; // by their first word
  readonly suffixes: readonly Found<string>[];
  readonly conversations: readonly Found<AgentConversation>[];
}

/** The number of letters of a generator line that select the footers to compare. */
export const FOOTER_PROBE = 5;

const indexes = new WeakMap<readonly Agent[], AgentIndex>();

/** The index of the built-in table and an organization's own agents, whose forms win. Built once for each list. */
export function agentIndex(inHouse: readonly Agent[]): AgentIndex {
  const known = indexes.get(inHouse);
  if (known !== undefined) return known;
  const built = buildIndex([...inHouse, ...AGENTS]);
  indexes.set(inHouse, built);
  return built;
}

function buildIndex(agents: readonly Agent[]): AgentIndex {
  const accounts = forms(agents, ({ accounts }) => accounts);
  const addresses = forms(agents, ({ addresses }) => addresses);
  const trailers = groupBy(
    forms(agents, ({ trailers }) => trailers),
    ({ form }) => form.key.toLowerCase(),
  );
  const emails = forms(agents, ({ emails }) => emails);
  const footers = forms(agents, ({ footers }) => footers?.map((footer) => footer.toLowerCase()));
  return {
    emails: new Map(emails.reverse().map((found) => [found.form.address.toLowerCase(), found])),
    addresses,
    anyAddress: new RegExp(addresses.map(({ form }) => form.address.source).join("|")),
    ids: groupBy(accounts, ({ form }) => form.id),
    logins: groupBy(accounts, ({ form }) => form.login.toLowerCase()),
    trailers,
    footers: groupBy(footers, ({ form }) => form.slice(0, FOOTER_PROBE)),
    footerInitials: new Set(footers.map(({ form }) => form.charCodeAt(0) | 0x20)),
    probes: new Set(
      [
        ...spelledKeys([...trailers.keys(), ...KNOWN_KEYS]),
        ...footers.map(({ form }) => form),
        ...BEGINNINGS,
      ].map((start) => probeAt(start, 0)),
    ),
    names: groupBy(agents.flatMap(namePatterns), ({ words: [first] }) => first),
    conversations: forms(agents, ({ conversations }) => conversations),
    suffixes: forms(agents, ({ authorSuffix }) => (authorSuffix === undefined ? [] : [authorSuffix])),
  };
}

/** The keys in both spellings: with hyphens, and with blanks. */
function spelledKeys(keys: readonly string[]): string[] {
  return keys.flatMap((key) => [key, key.replaceAll("-", " ")].map((spelled) => `${spelled}:`));
}

function forms<Form>(
  agents: readonly Agent[],
  of: (agent: Agent) => readonly Form[] | undefined,
): Found<Form>[] {
  return agents.flatMap((agent) => (of(agent) ?? []).map((form) => ({ agent, form })));
}

function groupBy<Key, Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key | undefined,
): Map<Key, Item[]> {
  const groups = Map.groupBy(items, keyOf);
  groups.delete(undefined);
  return groups as Map<Key, Item[]>;
}
