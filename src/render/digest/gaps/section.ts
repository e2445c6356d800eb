import { MISSING, WHAT_TO_DO, WHY } from "../../../domain/refusal-words.ts";
import { repositories } from "../../figures.ts";
import { cautions } from "../../site/blocks.ts";
import { code } from "../../text.ts";
import type { Section } from "../section.ts";
import type { GapsShown, RefusedOf } from "./gaps-shown.ts";

/**
 * The gaps in an organization's digest. An issue names only the repositories that each of its readers may see; a site has
 * a page for each repository, so it names any.
 */
export const gaps: Section = {
  markdown: (_, { gaps: lacking, visible }) =>
    gapLines(lacking, (name) => visible.has(name))
      .map((line) => `> ${line}`)
      .join("\n>\n"),
  page: ({ gaps: lacking }) => cautions(gapLines(lacking, () => true)),
};

const MOST_NAMED = 5;

function gapLines(lacking: GapsShown | undefined, isShown: (name: string) => boolean): string[] {
  const { unread = 0, refused = [] } = lacking ?? {};
  return [
    ...(unread === 0 ? [] : [`**${repositories(unread)} left out so far:** their past is still being read.`]),
    ...refused.map((each) => refusedLine(each, isShown)),
  ];
}

function refusedLine(
  { refused, reason, repositories: all }: RefusedOf,
  isShown: (name: string) => boolean,
): string {
  const named = all.filter(isShown).slice(0, MOST_NAMED);
  const more = all.length - named.length;
  const rest = more === 0 ? [] : [`${more} not named here`];
  const names = named.length === 0 ? "" : `: ${[...named.map(code), ...rest].join(", ")}`;
  const missing = MISSING[refused];
  const what = `${missing.slice(0, 1).toUpperCase()}${missing.slice(1)}`;
  return `**${what} in ${repositories(all.length)}: ${WHY[reason]}**${names}. What to do: ${WHAT_TO_DO[reason]}.`;
}
