import { code } from "../text.ts";

/** The digest that takes the place of a closed one. */
export type Replacement =
  | { readonly per: "repository" }
  | {
      readonly per: "organization";
      readonly owner: string;
      /** The place, where all readers of the closed issue may know of it. */
      readonly place: { readonly name: string; readonly url: string } | undefined;
    };

/** The beginnings of these lines, by which an earlier one is found. */
const CLOSED = "> This digest is closed";
const PAUSED = "> This digest is paused";

/** GitHub's limit for the body of an issue. */
const MOST_CHARACTERS = 65_536;

/** The first line of a closed digest that another one replaces. */
export function replacedLine(by: Replacement): string {
  if (by.per === "repository") return `${CLOSED}: each repository has one of its own.`;
  const link = by.place && `, in [${code(by.place.name)}](${by.place.url})`;
  return `${CLOSED}: ${code(by.owner)} has one for all its repositories${link ?? ""}. ${code("digest.per")} in ${code(".github/plimsoll.yml")} sets that.`;
}

/** The first line of an organization's digest that has no place at present. */
export const PAUSED_LINE = `${PAUSED}: it has no place at present. ${code("digest.repository")} in ${code(".github/plimsoll.yml")} can name one, and ${code("plimsoll status")} on the server says more.`;

/** Puts a line first in the body of an issue, in place of an earlier such line. The marker stays, whatever must go. */
export function withFirstLine(body: string, line: string): string {
  const [first = "", ...rest] = body.split("\n\n");
  const kept = [CLOSED, PAUSED].some((each) => first.startsWith(each)) ? rest.join("\n\n") : body;
  const whole = `${line}\n\n${kept}`;
  if (whole.length <= MOST_CHARACTERS) return whole;
  return `${line}\n\n${/<!-- plimsoll:digest [^>]*-->/.exec(body)?.[0] ?? ""}\n`;
}
