import { ACCEPTED_TRAILERS, type AcceptedTrailer } from "../policy.ts";
import type { Agent } from "./agent.ts";
import { attributeCommit } from "./attribution.ts";
import { DEFAULT_ATTRIBUTION } from "./attribution-rules.ts";

const SPELLED: Readonly<Record<AcceptedTrailer, string>> = {
  "assisted-by": "Assisted-by",
  "generated-by": "Generated-by",
  "co-authored-by": "Co-authored-by",
};

/** An address of nobody (RFC 2606), for tools without one; a name can say which tool it is. */
const NOBODY = "noreply@example.com";
/** The words for a tool that no trailer would name. */
const UNNAMED = "an AI agent";

/** Finds a trailer that declares an agent's work: an accepted one that attribution really recognizes. */
export function exampleTrailer(
  agent: Agent | undefined,
  { trailers = ACCEPTED_TRAILERS, inHouse }: ExampleOptions,
): string {
  const values = agent === undefined ? [] : valuesOf(agent);
  const candidates = trailers.flatMap((key) => values.map((value) => ({ key, value })));
  const found = candidates.find((candidate) => isRecognized(candidate, inHouse));
  const { key, value } = found ?? { key: trailers[0] ?? "assisted-by", value: UNNAMED };
  return `${SPELLED[key]}: ${value}`;
}

/** The rules that decide which trailer is recognized. */
interface ExampleOptions {
  /** The accepted trailers; all without it. */
  readonly trailers?: readonly AcceptedTrailer[] | undefined;
  /** The agents that are declared beside the table. */
  readonly inHouse: readonly Agent[];
}

/** Ways to name an agent, the shortest first. */
function valuesOf({ name, names = [], emails = [], accounts = [] }: Agent): string[] {
  const addresses = [
    ...emails.map(({ address }) => address),
    ...accounts.map(
      ({ id, login }) => `${id === undefined ? "" : `${id}+`}${login}@users.noreply.github.com`,
    ),
    NOBODY,
  ];
  return [name, ...names, ...addresses.map((address) => `${name} <${address}>`)];
}

const NOBODY_ELSE = { name: "", email: "" };

function isRecognized(
  { key, value }: { readonly key: AcceptedTrailer; readonly value: string },
  inHouse: readonly Agent[],
): boolean {
  const message = `Declare\n\n${SPELLED[key]}: ${value}\n`;
  const commit = { message, author: NOBODY_ELSE, committer: NOBODY_ELSE };
  const { evidence } = attributeCommit(commit, { ...DEFAULT_ATTRIBUTION, agents: inHouse });
  return evidence.some((each) => each.key === key);
}
