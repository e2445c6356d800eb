import fc from "fast-check";
import type { Attribution } from "../../src/domain/attribution/attribution.ts";
import type { Rules } from "../../src/domain/shipping/rules.ts";
import { type Method, type Script, SERVICES, type Step, stepOf } from "./script.ts";

/** How a repository of a wide script ships: what its config says, and what it does. */
type Ways = Pick<Rules, "ship"> & { readonly has: ("deployments" | "releases")[] };

const WAYS: readonly fc.WeightedArbitrary<Ways>[] = [
  { weight: 8, arbitrary: fc.constant({ ship: "auto", has: ["deployments"] }) },
  { weight: 6, arbitrary: fc.constant({ ship: "auto", has: ["releases"] }) },
  { weight: 2, arbitrary: fc.constant({ ship: "releases", has: ["deployments", "releases"] }) },
  { weight: 1, arbitrary: fc.constant({ ship: "merges", has: ["deployments"] }) },
];

const merging = {
  by: fc.constantFrom("ada", "bo", "cy", undefined),
  method: fc.constantFrom<Method>("merge", "squash", "rebase"),
  attribution: fc.constantFrom<Attribution>("undeclared", "declared", "undeclared", "unknown", "automation"),
  lines: fc.constantFrom(1, 10, 120, 900),
};
const wait = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }) },
  fc.integer({ min: 100, max: 250 }),
);
const which = fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, fc.nat(5));

const release = fc.record({
  ...{ wait, do: fc.constant("release" as const) },
  what: fc.constantFrom("main" as const, "main" as const, "release line" as const),
  isPrerelease: fc.nat(4).map((number) => number === 0),
});

const tell = fc.record({
  ...{ wait, do: fc.constant("tell" as const), which },
  state: fc.constantFrom("released", "released", "prereleased", "withdrawn", "deleted"),
  isMoved: fc.nat(2).map((number) => number === 0),
}) as fc.Arbitrary<Step>;

/** Steps that `scripts` lacks, and the usual ones with more kinds of authors and sizes. */
function widerStep(isServices: boolean, { has }: Ways): fc.Arbitrary<Step> {
  const isDeployed = has.includes("deployments");
  const usual = stepOf(isServices).filter(
    (step) => isDeployed || (step.do !== "deploy" && step.do !== "deploy again"),
  );
  const varied = fc
    .tuple(usual, fc.record(merging))
    .map(([step, wider]): Step => ("by" in step ? { ...step, ...wider } : step))
    .map((step) => (step.do === "work" && !isDeployed ? { ...step, isDeployedBefore: false } : step));
  const paths = fc.constantFrom<readonly string[]>(["README.md"], ["docs/a.md", "a.ts"], []);
  return fc.oneof(
    { weight: 24, arbitrary: varied },
    ...(has.includes("releases")
      ? [
          { weight: 12, arbitrary: release },
          { weight: 4, arbitrary: tell },
        ]
      : [{ weight: 1, arbitrary: fc.record({ wait, do: fc.constant("supersede" as const), which }) }]),
    { weight: 1, arbitrary: fc.record({ wait, do: fc.constant("nothing" as const), paths, ...merging }) },
    { weight: 1, arbitrary: fc.record({ wait, do: fc.constant("reset" as const), age: fc.nat(1) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        ...{ wait, do: fc.constant("merge back" as const), isOurs: fc.boolean(), ...merging },
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ wait, do: fc.constant("push aside" as const), which, isNamed: fc.boolean() }),
    },
  );
}

/**
 * A release line is either deployed, or merged back without its content.
 *
 * What a merge takes out that was in production by itself before is a stated limit: ancestry says that it is there.
 */
function withLine(step: Step, isDeployed: boolean): Step {
  if (step.do === "merge back") return isDeployed ? { ...step, isOurs: false } : step;
  const isOfLine = (step.do === "deploy" || step.do === "release") && step.what === "release line";
  return isOfLine && !isDeployed ? { ...step, what: "main" } : step;
}

/** Scripts of every way to ship, with releases, forced pushes, merges that drop content, copies, and agents. */
export const wideScripts: fc.Arbitrary<Script> = fc
  .tuple(fc.boolean(), fc.oneof(...WAYS), fc.boolean())
  .chain(([isServices, ways, isLineDeployed]) =>
    fc.record({
      services: fc.constant(isServices ? SERVICES : []),
      creators: ways.has.includes("releases")
        ? fc.constant(undefined)
        : fc.constantFrom(undefined, undefined, ["deployer"]),
      ship: fc.constant(ways.ship),
      isReleased: fc.constant(ways.has.includes("releases")),
      steps: fc.array(
        widerStep(isServices, ways).map((step) => withLine(step, isLineDeployed)),
        { minLength: 20, maxLength: 36, size: "max" },
      ),
    }),
  );
