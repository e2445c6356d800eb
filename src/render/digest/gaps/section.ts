import type { RefusalReason, Refused } from "../../../domain/refusal.ts";
import { MISSING, WHAT_TO_DO, WHY } from "../../../domain/refusal-words.ts";
import { repositories } from "../../figures.ts";
import { code } from "../../text.ts";

/** Something that GitHub refuses for one reason, and of which repositories, as `owner/name`. */
interface RefusedOf {
  readonly refused: Refused;
  readonly reason: RefusalReason;
  readonly repositories: readonly string[];
}

/** What an organization's digest lacks beside what it counts. */
export interface GapsShown {
  /** How many repositories are left out, since their past is still being read. */
  readonly unread: number;
  readonly refused: readonly RefusedOf[];
}

const MOST_NAMED = 5;

/** Renders what is lacking, and why; of repositories only the names that every reader of the issue may see. */
export function renderGaps(gaps: GapsShown | undefined, visible: ReadonlySet<string>): string {
  const { unread = 0, refused = [] } = gaps ?? {};
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
