import fc from "fast-check";
import { at } from "../../dev/simulation/world/history.ts";
import type { Attribution } from "../../src/domain/attribution/attribution.ts";
import type { ReleaseState } from "../../src/domain/shipping/release.ts";
import { DEFAULT_RULES, type Rules } from "../../src/domain/shipping/rules.ts";

/** What happens in a repository: a list of steps, each some time after the one before. */
export interface Script {
  readonly services: Rules["services"];
  readonly creators: Rules["creators"];
  /** `auto` unless told otherwise. */
  readonly ship?: Rules["ship"];
  /** Whether the first thing that ships is a release. */
  readonly isReleased?: boolean;
  readonly steps: readonly Step[];
}

/** How long before a step, in units that divide no number of days, so that nothing falls on a limit. */
export const UNIT_MINUTES = 67;

/** How a pull request is merged. */
export type Method = "merge" | "squash" | "rebase";

/** Who merges, and how; `by` nobody for an agent's that no human answers for. */
export interface Merging {
  readonly by: string | undefined;
  readonly method: Method;
  readonly attribution: Attribution;
  /** Lines changed in each file. */
  readonly lines?: number;
}

export type Step = { readonly wait: number } & (
  | ({
      readonly do: "work";
      readonly paths: readonly string[];
      /** How many merges old the commit is that it starts from. */
      readonly age: number;
      readonly isUpdated: boolean;
      readonly isDeployedBefore: boolean;
    } & Merging)
  | ({ readonly do: "stack"; readonly paths: readonly string[] } & Merging)
  | { readonly do: "push"; readonly paths: readonly string[] }
  | ({ readonly do: "revert"; readonly which: number; readonly isNamed: boolean } & Merging)
  | ({ readonly do: "land again"; readonly which: number; readonly isNamed: boolean } & Merging)
  | ({ readonly do: "pick"; readonly which: number; readonly isNamed: boolean } & Merging)
  | {
      readonly do: "deploy";
      readonly what: "main" | "older" | "release line";
      readonly age: number;
      readonly environment: string;
      readonly ending: "success" | "failure" | "cancelled" | "late failure";
      readonly isTrusted: boolean;
    }
  | {
      /** Deploys an earlier record again: where it was last, or somewhere else. */
      readonly do: "deploy again";
      readonly which: number;
      readonly environment: string | undefined;
    }
  | { readonly do: "configure"; readonly rules: Partial<Rules> }
  | ({ readonly do: "nothing"; readonly paths: readonly string[] } & Merging)
  | WiderStep
);

/** What happens less often; see `wide-script.ts`. */
export type WiderStep =
  | { readonly do: "release"; readonly what: "main" | "release line"; readonly isPrerelease: boolean }
  | {
      /** Tells of an earlier release that it became something else, or that its tag names main now. */
      readonly do: "tell";
      readonly which: number;
      readonly state: ReleaseState["state"];
      readonly isMoved: boolean;
    }
  | { readonly do: "supersede"; readonly which: number }
  /** Forces main back to an earlier commit. */
  | { readonly do: "reset"; readonly age: number }
  /** Merges the release line into main, and keeps main's content, or takes both. */
  | ({ readonly do: "merge back"; readonly isOurs: boolean } & Merging)
  /** Copies a change's last commit to the release line without a pull request. */
  | { readonly do: "push aside"; readonly which: number; readonly isNamed: boolean };

/** Two services with environments and files of their own. */
export const SERVICES: Rules["services"] = ["api", "web"].map((name) => ({
  name,
  environments: [`production-${name}*`],
  paths: [`${name}/**`],
}));

const merging = {
  by: fc.constantFrom("ada", "bo", "cy"),
  method: fc.constantFrom<Method>("merge", "squash", "rebase"),
  attribution: fc.constantFrom<Attribution>("undeclared", "declared"),
};
const wait = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }) },
  fc.integer({ min: 100, max: 250 }),
);
const paths = fc.uniqueArray(fc.constantFrom("a.ts", "b.ts", "api/a.ts", "web/a.ts"), {
  minLength: 1,
  maxLength: 3,
});
const isRare = fc.nat(9).map((number) => number === 9);
/** Which of what was made, counted from the newest. */
const which = fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, fc.nat(7));
const isNamed = fc.nat(2).map((number) => number > 0);

const deploy = (what: "main" | "older" | "release line", isServices: boolean) =>
  fc.record({
    wait: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, wait),
    do: fc.constant("deploy" as const),
    what: fc.constant(what),
    age: fc.nat(2),
    environment: isServices
      ? fc.constantFrom("production-api", "production-web", "production-api", "production")
      : fc.constantFrom("production", "production", "production", "production-eu", "live", "staging"),
    ending: fc.oneof(
      { weight: 8, arbitrary: fc.constant("success" as const) },
      fc.constantFrom("failure" as const, "cancelled" as const, "late failure" as const),
    ),
    isTrusted: isRare.map((isStranger) => !isStranger),
  });

const deployAgain = (isServices: boolean) =>
  fc.record({
    wait,
    do: fc.constant("deploy again" as const),
    which: fc.nat(2),
    environment: isServices
      ? fc.constantFrom(undefined, undefined, "production-api", "production")
      : fc.constantFrom(undefined, undefined, "production", "production-eu", "staging"),
  });

const configurations: readonly Partial<Rules>[] = [
  { production: ["production*"] },
  { production: ["live*", "production*"] },
  { production: undefined },
  { creators: ["deployer"] },
  { creators: undefined },
  { ship: "deployments" },
];

/** The usual steps. */
export function stepOf(isServices: boolean): fc.Arbitrary<Step> {
  const made = fc.record({ wait, which, isNamed, ...merging });
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        ...{ wait, do: fc.constant("work" as const), paths, age: fc.nat(2), ...merging },
        ...{ isUpdated: isRare, isDeployedBefore: isRare },
      }),
    },
    { weight: 1, arbitrary: fc.record({ wait, do: fc.constant("stack" as const), paths, ...merging }) },
    { weight: 1, arbitrary: fc.record({ wait, do: fc.constant("push" as const), paths }) },
    { weight: 8, arbitrary: made.map((step) => ({ ...step, do: "revert" as const })) },
    { weight: 3, arbitrary: made.map((step) => ({ ...step, do: "land again" as const })) },
    { weight: 2, arbitrary: made.map((step) => ({ ...step, do: "pick" as const })) },
    { weight: 16, arbitrary: deploy("main", isServices) },
    { weight: 3, arbitrary: deploy("older", isServices) },
    { weight: 2, arbitrary: deploy("release line", isServices) },
    { weight: 3, arbitrary: deployAgain(isServices) },
    {
      weight: 2,
      arbitrary: fc.record({
        wait,
        do: fc.constant("configure" as const),
        rules: fc.constantFrom(...configurations),
      }),
    },
  );
}

/** Scripts in which most of what can happen to a change does. */
export const scripts: fc.Arbitrary<Script> = fc.boolean().chain((isServices) =>
  fc.record({
    services: fc.constant(isServices ? SERVICES : []),
    creators: fc.constantFrom(undefined, undefined, ["deployer"]),
    steps: fc.array(stepOf(isServices), { minLength: 28, maxLength: 44, size: "max" }),
  }),
);

/** Steps that bring nothing that counts: an empty commit, or one of documentation. */
export function nothing(paths: readonly string[]): fc.Arbitrary<Step> {
  return fc.record({
    wait: fc.constant(0),
    do: fc.constant("nothing" as const),
    paths: fc.constant(paths),
    ...merging,
  });
}

/** Where scripts begin, and by which rules. */
export const START = at(2, 9);

export function rulesOf({ services, creators, ship = "auto" }: Script): Rules {
  return { ...DEFAULT_RULES, services, creators, ship };
}
