import type { DeploymentReceipt, StatusReceipt } from "../domain/receipts/deployment-receipt.ts";
import type { DeploymentRules } from "../domain/receipts/rules-receipt.ts";
import { changeText, deploymentText, shaText, sinceText, table } from "./receipt-text.ts";
import { code, day, instant } from "./text.ts";

const HEAD = [
  "deployment",
  "commit",
  "to",
  "filed by",
  "statuses",
  "ended",
  "place",
  "rule",
  "first to bring",
];

/**
 * Renders the receipts of deployments as a table in Markdown: the facts first, then the rule that decided.
 *
 * The rules in force have a column of their own only when they are not the same for all.
 */
export function renderDeployments(receipts: readonly DeploymentReceipt[]): string {
  const rules = receipts.map((receipt) => rulesText(receipt.rules));
  const cells = receipts.map(cellsOf);
  const [common, ...others] = new Set(rules);
  if (others.length === 0) return `Rules in force: ${common}.\n\n${table(HEAD, cells)}`;
  const rows = cells.map((row, index) => [...row, rules[index] ?? ""]);
  return table([...HEAD, "rules in force"], rows);
}

function cellsOf(receipt: DeploymentReceipt): string[] {
  const { sha, creator, statuses, endedAt, failedLater, withdrawnAt, reason, rule, brought } = receipt;
  const late = failedLater === null ? "" : `; failed too late to cancel it, ${instant(failedLater)}`;
  const back = withdrawnAt === null ? "" : `; withdrawn ${instant(withdrawnAt)}`;
  return [
    deploymentText(receipt),
    shaText(sha),
    targetOf(receipt),
    creator ?? "unknown",
    statuses.map((status) => statusText(status, endedAt)).join(", "),
    `${instant(endedAt)}${late}${back}`,
    reason ?? "**counted**",
    rule,
    broughtText(brought),
  ];
}

const GROUNDS = {
  flag: "production by GitHub's flag",
  "usual-name": "production by its name",
  config: "production by the config",
  release: "a release",
};

function targetOf({ environment, filedFor, channel, flags, production }: DeploymentReceipt): string {
  const parts = [
    code(environment),
    production === null ? "not production" : GROUNDS[production],
    ...(flags.transient ? ["transient by GitHub's flag"] : []),
    ...(filedFor === environment ? [] : [`filed for ${code(filedFor)}`]),
    ...(channel === null ? [] : [`service ${code(channel)}`]),
  ];
  return parts.join(", ");
}

/** A status with its time of day, and with its date if it is not that of the end. */
function statusText({ state, at, environment }: StatusReceipt, endedAt: Date): string {
  const isSameDay = day(at) === day(endedAt);
  const time = isSameDay ? at.toISOString().slice(11, 16) : instant(at);
  return `${state} ${time}${environment === null ? "" : ` to ${code(environment)}`}`;
}

function rulesText({ since, ship, production, listsCreators }: DeploymentRules): string {
  const parts = [
    `since ${sinceText(since)}`,
    `ship: ${ship}`,
    ...(production === null ? [] : [`production: ${production.map(code).join(", ")}`]),
    ...(listsCreators ? ["creators are listed"] : []),
  ];
  return parts.join("; ");
}

const MOST_NAMES = 20;

/** The changes that it was the first to bring, by outcome. */
function broughtText(brought: DeploymentReceipt["brought"]): string {
  return [...Map.groupBy(brought, ({ outcome }) => outcome)]
    .map(([outcome, all]) => {
      const names = all.slice(0, MOST_NAMES).map(({ id }) => changeText(id));
      const more = all.length > names.length ? ` and ${all.length - names.length} more` : "";
      return `${outcome}: ${names.join(", ")}${more}`;
    })
    .join("; ");
}
