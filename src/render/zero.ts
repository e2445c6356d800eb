import type { OtherCause, Zero } from "../domain/metric/zero.ts";
import { likeliestProduction, productionPattern } from "../domain/shipping/production-example.ts";
import type { Waiting, WaitingCause } from "../domain/shipping/standstill.ts";
import { code, count } from "./text.ts";

/** Why something is 0 or waits, and what to do about it: a clause each, without a full stop. */
interface Explanation<Of> {
  cause(of: Of): string;
  action(of: Of): string;
}

const CONFIG = "`.github/plimsoll.yml`";

/** Every way in which work can wait for production for ever. */
const WAITING: Readonly<Record<WaitingCause, Explanation<Waiting>>> = {
  "nothing-deployed": {
    cause: ({ ship }) => `${NONE_SEEN[ship]}`,
    action: ({ ship }) =>
      ship === "releases"
        ? `publish a release, or take \`ship\` out of ${CONFIG}`
        : `have the job that deploys name its environment (\`environment: production\` in GitHub Actions), or publish releases; \`ship: merges\` in ${CONFIG} counts merges instead, as a proxy`,
  },
  "not-production": {
    cause: (waiting) =>
      `${waiting.number === 1 ? "the only deployment did not go" : `none of the ${waiting.number} deployments went`} to production${whereto(waiting)}`,
    action: ({ environments }) =>
      `if one of these is production, say so in ${CONFIG}${example(environments)}`,
  },
  preview: {
    cause: (waiting) =>
      waiting.kind === "release"
        ? prereleases(waiting.number)
        : `${these(waiting)} went only to environments that GitHub calls transient, as previews are${whereto(waiting)}`,
    action: ({ kind }) =>
      kind === "release"
        ? "promote one of them to a release once it is in use"
        : "file deployments to production without `transient_environment`",
  },
  "untrusted-creator": {
    cause: (waiting) =>
      `${these(waiting)} ${waiting.number === 1 ? "was filed by an account" : "were filed by accounts"} that \`creators\` does not list${whereto(waiting)}`,
    action: () => `add the account that deploys to \`creators\` in ${CONFIG}, or take the key out`,
  },
  failed: {
    cause: (waiting) => `no production deployment succeeded${whereto(waiting)}`,
    action: () => "see why they fail; what they carry counts once one succeeds",
  },
  "other-way": {
    cause: ({ kind, number, ship }) =>
      `it ships by ${ship}, and there was no ${ship.slice(0, -1)}, but ${count(number, kind)} to production`,
    action: ({ kind }) => `set \`ship: ${kind}s\` in ${CONFIG}`,
  },
  baseline: {
    cause: ({ kind }) => `the first ${kind} that is seen links nothing: what it carried was there before`,
    action: ({ kind }) => `go on: the next ${kind} counts what was merged since`,
  },
  "range-unknown": {
    cause: ({ kind }) =>
      `the history between one ${kind} and the next is not known: it was rewritten, or GitHub could not tell it`,
    action: ({ kind }) =>
      `make the next ${kind} from the same history; it links again what is merged until then`,
  },
  waiting: {
    cause: (waiting) =>
      `${waiting.number === 1 ? `the only ${waiting.kind} to production does not carry` : `none of the ${waiting.number} ${waiting.kind}s to production carries`} what waits${whereto(waiting)}`,
    action: () =>
      "deploy what waits; if it was merged into another branch than the one that is deployed, merge that branch",
  },
};

const NONE_SEEN: Readonly<Record<Waiting["ship"], string>> = {
  auto: "neither a deployment nor a release was seen",
  deployments: "no deployment was seen",
  releases: "no release was seen",
  merges: "nothing was merged into the default branch",
};

/** Every other way in which a week can be 0. */
const OTHER: Readonly<Record<OtherCause, { readonly cause: string; readonly action: string }>> = {
  suspended: {
    cause: "the app is suspended, so GitHub tells it nothing",
    action: "let the app in again in the settings of the account; what it missed is then read",
  },
  "past-unread": {
    cause: "the past of the repository is still being read",
    action: "wait; `plimsoll status` shows how far it is",
  },
  "before-measurement": {
    cause: "measurement began after this week, with the first production deployment that was seen",
    action: "look at a later week",
  },
  "nothing-merged": {
    cause: "nothing was merged",
    action: "nothing is missing: work counts in the week of its merge",
  },
  "none-counts": {
    cause: "nothing that reached production counts",
    action: "see below what was not counted, and why",
  },
  "no-builder": {
    cause:
      "nobody is accountable for what reached production: no account that wrote, merged or approved it is a person's",
    action: `have people merge or approve; take an account that is a person's off \`bots\` in ${CONFIG}`,
  },
};

/** Why a repository's week is 0, as a sentence. */
export function causeOfZero(zero: Zero): string {
  if (zero.waiting === null) return sentence(OTHER[zero.cause].cause);
  const when = zero.isOfWeek ? "" : "in the thirteen weeks to its end, ";
  return sentence(`${when}${WAITING[zero.waiting.cause].cause(zero.waiting)}`);
}

/** The remedy for a repository's zero, as a sentence. */
export function actionOfZero(zero: Zero): string {
  if (zero.waiting === null) return sentence(OTHER[zero.cause].action);
  return sentence(WAITING[zero.waiting.cause].action(zero.waiting));
}

/** Why something waits, and what to do about it, a sentence each; `when` begins the first one. */
export function explainWaiting(
  waiting: Waiting,
  when = "",
): { readonly cause: string; readonly action: string } {
  const { cause, action } = WAITING[waiting.cause];
  return { cause: sentence(`${when}${cause(waiting)}`), action: sentence(action(waiting)) };
}

function these({ number, kind }: Waiting): string {
  return number === 1 ? `the only ${kind}` : `all ${count(number, kind)}`;
}

function prereleases(number: number): string {
  return number === 1
    ? "the only release is a prerelease"
    : `${count(number, "release")}, all of them prereleases`;
}

/** `: to A 9, B 3 and 7 more environments`. */
function whereto({ environments, moreEnvironments: more }: Waiting): string {
  if (environments.length === 0) return "";
  const named = environments.map(({ environment, number }) => `${code(environment)} ${number}`);
  return `: ${named.join(", ")}${more === 0 ? "" : ` and ${count(more, "more environment")}`}`;
}

function example(environments: Waiting["environments"]): string {
  const likeliest = likeliestProduction(environments);
  if (likeliest === undefined) return "";
  return `, for example ${code(`production: ["${productionPattern(likeliest)}"]`)}`;
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
