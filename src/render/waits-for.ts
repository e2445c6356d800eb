import type { CheckRunSubject } from "./check-run-subject.ts";
import { code, count } from "./text.ts";
import { explainWaiting } from "./zero.ts";

const MOST_NAMED = 3;

/** What a merged change waits for: a clause. */
export function waitsFor({ waiting, awaits = [] }: CheckRunSubject): string {
  if (awaits.length > 0) return `it waits for a successful deployment to ${alternatives(awaits)}`;
  return waiting?.ship === "releases"
    ? "it waits for a release that contains it"
    : "no successful production deployment contains it yet";
}

/** Why it waits, and what would end that. */
export function explainsWait({ waiting }: CheckRunSubject): string[] {
  // That it was not deployed since is said already.
  if (waiting === undefined || (waiting.cause === "waiting" && waiting.number === 0)) return [];
  const { cause, action } = explainWaiting(waiting, "around its merge, ");
  return [`**Waits because:** ${cause}`, `**What to do:** ${action}`];
}

/** `a`, `b` or 3 more environments. */
function alternatives(environments: readonly string[]): string {
  const more = environments.length - MOST_NAMED;
  const named = environments.slice(0, MOST_NAMED).map(code);
  const all = more > 0 ? [...named, count(more, "more environment")] : named;
  const last = all.at(-1) ?? "";
  return all.length === 1 ? last : `${all.slice(0, -1).join(", ")} or ${last}`;
}
