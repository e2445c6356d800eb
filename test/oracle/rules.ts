import { ms } from "./time.ts";
import type { History, Rules } from "./types.ts";

const DEFAULT: Rules = {
  since: "1970-01-01T00:00:00.000Z",
  ship: "auto",
  production: null,
  services: [],
  creators: null,
};

/** "They hold from after `since` until the next ones. The first ones hold for all time before, too." */
export function rulesBefore(history: History, at: number): Rules {
  const sorted = [...(history.rules ?? [])].sort((a, b) => ms(a.since) - ms(b.since));
  const before = sorted.filter((rules) => ms(rules.since) < at);
  return before.at(-1) ?? sorted[0] ?? DEFAULT;
}

/** "An environment is matched without regard to case, and a slash is a letter like any other." */
export function matches(glob: string, name: string): boolean {
  let pattern = "";
  for (const letter of glob) {
    if (letter === "*") pattern += ".*";
    else if (letter === "?") pattern += ".";
    else pattern += letter.replace(/[\\^$.|+()[\]{}/]/g, "\\$&");
  }
  return new RegExp(`^${pattern}$`, "isu").test(name);
}

const PRODUCTION = new Set([
  ...["production", "prod", "prd", "live"],
  ...["producao", "produccion", "produktion", "produktiv"],
]);

const DENIED = new Set([
  ...["staging", "stage", "stg", "preview", "previews", "test", "tests", "testing", "tst", "qa", "uat"],
  ...[
    "dev",
    "devel",
    "development",
    "develop",
    "sandbox",
    "review",
    "reviews",
    "demo",
    "pre",
    "non",
    "not",
    "no",
  ],
  ...["preprod", "preproduction", "nonprod", "canary-test", "shadow", "mirror", "like"],
  ...["approval", "approvals", "approve", "gate", "gates", "plan", "check", "checks"],
]);

/** The words of a name: they end at every sign and digit, and where small letters turn to capitals. */
function wordsOf(name: string): string[] {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
}

/** "Of all others the name decides": by one of its words, unless another word denies it. */
export function nameSaysProduction(rules: Rules, environment: string): boolean {
  if (rules.production) return rules.production.some((glob) => matches(glob, environment));
  const words = wordsOf(environment);
  return words.some((word) => PRODUCTION.has(word)) && !words.some((word) => DENIED.has(word));
}

/** "The first one whose `environments` (globs) fit an environment is deployed by it." Null: the whole repository. */
export function channelOf(rules: Rules, environment: string): string | null {
  const services = rules.services ?? [];
  const list = Array.isArray(services)
    ? services
    : Object.entries(services).map(([name, says]) => ({
        name,
        environments: Array.isArray(says) ? says : says.environments,
      }));
  for (const service of list)
    if (service.environments.some((glob) => matches(glob, environment))) return service.name;
  return null;
}

/** "The config lists `creators`, and who filed it is none of them." */
export function isTrusted(rules: Rules, creator: number | string | null): boolean {
  if (!rules.creators) return true;
  return creator !== null && rules.creators.some((one) => String(one) === String(creator));
}
