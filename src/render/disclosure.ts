import type { Disclosure } from "../domain/attribution/disclosure.ts";
import type { AcceptedTrailer, DisclosurePolicy } from "../domain/policy.ts";
import { code, plain } from "./text.ts";
import type { ToolNames } from "./tool-names.ts";

/** The disclosure policy for a pull request by a known agent, and its declaration. */
export interface DisclosureShown {
  readonly policy: DisclosurePolicy["policy"];
  /** The declaration in the pull request. */
  readonly answer: Disclosure;
  /** The known agents behind it. */
  readonly agents: readonly string[];
  /** The only trailers that are accepted; without them every declaration is. */
  readonly accepts?: readonly AcceptedTrailer[] | undefined;
  /** A trailer that would be accepted. */
  readonly example: string;
}

/** Whether the check must fail. */
export function isRefused({ policy, answer }: DisclosureShown): boolean {
  return policy === "require" && answer === "missing";
}

/** Whether a required or requested declaration is missing. */
export function isMissing({ policy, answer }: DisclosureShown): boolean {
  return policy !== "off" && answer === "missing";
}

const LONGEST_EXAMPLE = 100;

/** Names the missing declaration and explains how to add it; nothing when nothing is missing. */
export function renderDisclosure(shown: DisclosureShown, names: ToolNames): string {
  if (!isMissing(shown)) return "";
  const who = shown.agents.map(names.markdown).join(", ");
  // A shell does not change text between single quotes.
  const example = plain(shown.example, LONGEST_EXAMPLE).replaceAll("'", "’");
  return [
    `**${isRefused(shown) ? "This repository requires" : "This repository asks for"} a declaration:** the author or the branch says ${who}, and no commit declares an AI tool${byTrailer(shown)}. Add a trailer to a commit, or push one that only declares:`,
    `    git commit --allow-empty -m "Declare AI assistance" \\\n      --trailer '${example}'`,
    `The trailer stands in the last paragraph of the message: ${code(example)}. If no AI tool took part, a maintainer can switch this off with ${code("disclosure")} in ${code(".github/plimsoll.yml")}.`,
  ].join("\n\n");
}

function byTrailer({ accepts }: DisclosureShown): string {
  if (accepts === undefined) return "";
  const names = accepts.map((key) => code(`${key.charAt(0).toUpperCase()}${key.slice(1)}`));
  return ` by a trailer ${names.join(" or ")}`;
}
