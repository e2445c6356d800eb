import type { Agent } from "./attribution/agent.ts";
import { checkShow, type Policy } from "./policy.ts";
import { compileGlob } from "./shipping/globs.ts";

/** The settings that can be valid and yet leave nothing to measure or to show. */
interface Warned extends Pick<Policy, "check" | "disclosure"> {
  readonly exclude: readonly string[];
  /** The in-house agents. */
  readonly agents: readonly Agent[];
}

/** Paths that no glob of single files or folders covers. */
const ANY_PATHS = ["q7q7q7", "q7q7q7.q7q", "q7q7q7/q8q8q8/q9q9q9.q7q"];

/** Lists valid settings that nobody means, one a line: the key, the problem and the remedy. */
export function configWarnings({ exclude, agents, check, disclosure }: Warned): string[] {
  const globs = exclude.map(compileGlob);
  const isAllExcluded = ANY_PATHS.every((path) => globs.some((covers) => covers(path)));
  return [
    ...(isAllExcluded
      ? ["exclude: covers every file, so nothing counts: list only files that should not count"]
      : []),
    ...agents
      .filter((each) => !isIdentified(each))
      .map(
        ({ id }) => `agents.${id}: nothing identifies it: give it emails, logins, trailers, footers or names`,
      ),
    ...(checkShow(check) === "off" && disclosure.policy !== "off"
      ? ["disclosure: has no effect without check runs: set check.show to declared or all"]
      : []),
  ];
}

function isIdentified({ names, emails, accounts, trailers, footers }: Agent): boolean {
  return [names, emails, accounts, trailers, footers].some((list) => list !== undefined && list.length > 0);
}
