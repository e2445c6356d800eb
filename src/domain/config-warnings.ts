import type { Agent } from "./attribution/agent.ts";
import { checkShow, type Policy } from "./policy.ts";
import { compileGlob } from "./shipping/globs.ts";
import { type Service, serviceOf } from "./shipping/rules.ts";

/** The settings that can be valid and yet leave nothing to measure or to show. */
interface Warned extends Pick<Policy, "check" | "disclosure"> {
  readonly exclude: readonly string[];
  readonly services: readonly Service[];
  /** The in-house agents. */
  readonly agents: readonly Agent[];
}

/** Paths of many forms that no glob of single files or folders covers. */
const ANY_PATHS = ["q7q7q7", "q7q7q7.q7q", ".q7", "Q7", "7q", "_q7"].flatMap((name) => [
  name,
  `q8q8q8/${name}`,
  `Q8/q9q9q9/.q9/${name}`,
  `${name}/q8q8q8/q9q9q9/q7q7q7/Q7.q7q`,
]);

/** Trailers that people write, in lower case. */
const PEOPLES_TRAILERS: ReadonlySet<string> = new Set([
  ...["acked-by", "approved-by", "bug", "cc", "change-id", "closes", "co-authored-by", "fixes", "helped-by"],
  ...["link", "refs", "related", "reported-by", "resolves", "reviewed-by", "see-also", "signed-off-by"],
  ...["suggested-by", "tested-by"],
]);
/** GitHub signs with these what people make in the browser. */
const GITHUBS_OWN: ReadonlySet<string> = new Set(["web-flow", "noreply@github.com"]);

/** Lists valid settings that nobody means, one a line: the key, the problem and the remedy. */
export function configWarnings({ exclude, services, agents, check, disclosure }: Warned): string[] {
  const globs = exclude.map((glob) => compileGlob(glob));
  const isAllExcluded = ANY_PATHS.every((path) => globs.some((covers) => covers(path)));
  return [
    ...(isAllExcluded
      ? ["exclude: covers every file, so nothing counts: list only files that should not count"]
      : []),
    ...services
      .filter((service, at) => isCrowdedOut(service, services.slice(0, at)))
      .map(
        ({ name }) =>
          `services.${name}: nothing is deployed to it, since services before it take all its environments: give each its own`,
      ),
    ...agents.flatMap((agent) => agentProblems(agent).map((problem) => `agents.${agent.id}: ${problem}`)),
    ...(checkShow(check) === "off" && disclosure.policy !== "off"
      ? ["disclosure: has no effect without check runs: set check.show to declared or all"]
      : []),
  ];
}

/** Whether services before it have all environments of a service: the first one of an environment has it. */
function isCrowdedOut({ environments }: Service, before: readonly Service[]): boolean {
  const globs = new Set(before.flatMap((each) => each.environments));
  return environments.every((each) =>
    /[*?[\\]/.test(each) ? globs.has(each) : serviceOf(each, { services: before }) !== undefined,
  );
}

function agentProblems(agent: Agent): string[] {
  const { names = [], emails = [], accounts = [], trailers = [], footers = [] } = agent;
  const isIdentified = [names, emails, accounts, trailers, footers].some((list) => list.length > 0);
  if (!isIdentified) return ["nothing identifies it: give it emails, logins, trailers, footers or names"];
  const signs = [...accounts.map(({ login }) => login), ...emails.map(({ address }) => address)];
  return [
    ...trailers
      .filter(({ key, values }) => values === undefined && PEOPLES_TRAILERS.has(key))
      .map(
        ({ key }) =>
          `people write "${key}" trailers too, so what they sign would declare it: give it values, or another key`,
      ),
    ...signs
      .filter((sign) => GITHUBS_OWN.has(sign))
      .map((sign) => `GitHub itself signs as "${sign}" for people: take it out`),
  ];
}
