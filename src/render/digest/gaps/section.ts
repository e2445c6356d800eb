import { MISSING, WHAT_TO_DO, WHY } from "../../../domain/refusal-words.ts";
import { repositories } from "../../figures.ts";
import { code } from "../../text.ts";
import type { Section } from "../section.ts";
import type { GapsShown, RefusedOf } from "./gaps-shown.ts";

/** The gaps in an organization's digest. It names only repositories that every reader of the issue may see. */
export const gaps: Section = { markdown: (_, { gaps: lacking, visible }) => renderGaps(lacking, visible) };

const MOST_NAMED = 5;

function renderGaps(lacking: GapsShown | undefined, visible: ReadonlySet<string>): string {
  const { unread = 0, refused = [] } = lacking ?? {};
  const lines = [
    ...(unread === 0
      ? []
      : [`> **${repositories(unread)} left out so far:** their past is still being read.`]),
    ...refused.map((each) => `> ${refusedLine(each, visible)}`),
  ];
  return lines.join("\n>\n");
}

function refusedLine(
  { refused, reason, repositories: all }: RefusedOf,
  visible: ReadonlySet<string>,
): string {
  const named = all.filter((name) => visible.has(name)).slice(0, MOST_NAMED);
  const more = all.length - named.length;
  const rest = more === 0 ? [] : [`${more} not named here`];
  const names = named.length === 0 ? "" : `: ${[...named.map(code), ...rest].join(", ")}`;
  const missing = MISSING[refused];
  const what = `${missing.slice(0, 1).toUpperCase()}${missing.slice(1)}`;
  return `**${what} in ${repositories(all.length)}: ${WHY[reason]}**${names}. What to do: ${WHAT_TO_DO[reason]}.`;
}
