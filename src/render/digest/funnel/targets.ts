import type { Digest } from "../../../domain/metric/digest.ts";
import type { Target } from "../../../domain/metric/targets.ts";
import { productionPattern } from "../../../domain/shipping/production-example.ts";
import { code, count, day } from "../../text.ts";

/** Escapes a user's text, so that nobody takes it for ours. */
type Write = (text: string) => string;

const MOST_NAMED = 4;

/**
 * The targets that brought the week's changes to production, as a clause: `by v0.32 (4 Aug) 10 and v0.33 (11 Aug) 2`;
 * `undefined` without any.
 */
export function shippedBy({ targets, ship }: Digest, write: Write = code): string | undefined {
  const bringing = (targets?.shown ?? []).filter(({ brought }) => brought > 0);
  if (bringing.length === 0) return undefined;
  const [only] = bringing;
  const isDated = ship === "releases";
  if (only !== undefined && bringing.length === 1)
    return `by ${write(only.environment)}${isDated ? ` (${dayOf(only)})` : ""}`;
  const named = bringing.slice(0, MOST_NAMED).map((target) => {
    return `${write(target.environment)}${isDated ? ` (${dayOf(target)})` : ""} ${target.brought}`;
  });
  return `by ${listed(named, bringing.length - named.length)}`;
}

/** Names the environments that count as production where nothing but their names says so; nothing of a single one. */
export function productionSentence({ targets }: Digest, write: Write = code): string {
  if (targets === undefined || !targets.isByName) return "";
  const named = targets.shown.slice(0, MOST_NAMED).map((target) => {
    const back = target.wentBack === 0 ? "" : `, ${target.wentBack} of which went back`;
    return `${write(target.environment)} (${count(target.deployments, "deployment")}${back}; first with ${count(target.brought, "change")})`;
  });
  const most = productionPattern(targets.shown[0]?.environment ?? "");
  return [
    `Production is ${listed(named, targets.shown.length - named.length + targets.more)}, by name or by GitHub's flag.`,
    "What any of them holds counts as live, so one that serves nobody hides a rollback.",
    `Say in \`.github/plimsoll.yml\` which ones count, for example ${write(`production: ["${most}"]`)}.`,
  ].join(" ");
}

function dayOf({ from }: Target): string {
  return day(new Date(from ?? 0));
}

/** `A, B and C`; `A, B and 3 more`. */
function listed(named: readonly string[], more: number): string {
  const all = more > 0 ? [...named, `${more} more`] : named;
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
