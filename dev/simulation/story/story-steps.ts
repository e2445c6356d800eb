import fc from "fast-check";

/** One thing that happens to a repository, some minutes after the one before. */
export type Step = { readonly minutes: number } & (
  | {
      readonly does: "merge";
      readonly method: "squash" | "merge" | "rebase";
      readonly by: number;
      readonly isBot: boolean;
      readonly isDeclared: boolean;
      readonly path: string;
      readonly commits: 1 | 2;
      /** What it does: something new, what an earlier merge did backwards, or that again. */
      readonly work: "new" | "revert" | "claim" | "undo" | "again";
      /** Of which merge, counted from the newest. */
      readonly of: number;
      /** Whether it touches another file than what it says that it takes back. */
      readonly isElsewhere: boolean;
      /** What becomes of the pull request beside its merge. */
      readonly edit: undefined | "pushed to" | "reopened" | "claims later" | "claims no more" | "moved";
    }
  | { readonly does: "push"; readonly by: number; readonly commits: number }
  | { readonly does: "reset"; readonly by: number; readonly back: number; readonly isPutBack: boolean }
  | {
      /** Forces the default branch to other commits with the same content. */
      readonly does: "rewrite";
      readonly by: number;
      readonly back: number;
    }
  | {
      /** Copies a merge to a release branch without a pull request. */
      readonly does: "pick";
      readonly of: number;
      readonly says: "from where" | "nothing" | "from where, elsewhere";
      readonly isPart: boolean;
      /** Whether the copy lies on a branch that was merged into the release branch: behind a second parent. */
      readonly isMerged: boolean;
    }
  | { readonly does: "merge back"; readonly by: number; readonly isPull: boolean }
  | {
      readonly does: "deploy";
      /** How many commits old what is deployed is, or the release branch. */
      readonly what: number | "line";
      readonly state: "success" | "failure";
      readonly later: "failure" | "inactive" | undefined;
      readonly environment: string;
      readonly isTransient: boolean;
    }
  | {
      /** Deploys an earlier record again: where it was, or somewhere else. */
      readonly does: "reuse";
      readonly which: number;
      readonly state: "success" | "failure" | "inactive";
      readonly environment: string | undefined;
    }
  | {
      readonly does: "release";
      readonly kind: "publish" | "prerelease";
      readonly what: number | "line";
    }
  | {
      /** Changes an earlier release. */
      readonly does: "change release";
      readonly how: ReleaseChange;
      readonly which: number;
    }
  | { readonly does: "nothing" }
);

/** What is done to a release, or to its tag. */
export type ReleaseChange =
  | "promote"
  | "demote"
  | "edit"
  | "withdraw"
  | "publish again"
  | "delete"
  | "make anew"
  | "move tag"
  | "delete tag";

type Doing<Does extends Step["does"]> = Step & { readonly does: Does };

const HOUR = 60;
const DAY = 24 * HOUR;
const minutes = fc.integer({ min: 1, max: 2 * DAY });
const soon = fc.integer({ min: 1, max: 12 * HOUR });
/** What was undone for so long is not restored any more. */
const long = fc.integer({ min: 7 * DAY + 1, max: 9 * DAY });
const oneIn = (number: number) => fc.nat(number - 1).map((chance) => chance === 0);

const MERGE = {
  does: fc.constant("merge" as const),
  method: fc.constantFrom("squash" as const, "merge" as const, "rebase" as const),
  by: fc.integer({ min: 1, max: 6 }),
  isBot: oneIn(9),
  isDeclared: fc.boolean(),
  path: fc.constantFrom("src/a.ts", "src/a.ts", "src/b.ts", "src/b.ts", "README.md"),
  commits: fc.constantFrom(1 as const, 2 as const),
  work: fc.constantFrom("new", "new", "new", "revert", "claim", "undo", "again"),
  of: fc.constantFrom(0, 0, 1, 2),
  isElsewhere: oneIn(6),
  edit: fc.constantFrom(
    ...[undefined, undefined, undefined, undefined, undefined],
    ...(["pushed to", "reopened", "claims later", "claims no more", "moved"] as const),
  ),
  minutes,
};

/** A merge as it mostly comes, with what is told of it here. */
function merge(told: Partial<Doing<"merge">> = {}): fc.Arbitrary<Doing<"merge">> {
  const fixed = Object.fromEntries(Object.entries(told).map(([key, value]) => [key, fc.constant(value)]));
  return fc.record({ ...MERGE, ...fixed } as typeof MERGE) as fc.Arbitrary<Doing<"merge">>;
}

/** Work that counts, if it ships. */
const work = merge({ work: "new", isBot: false, path: "src/a.ts" });
/** Takes the newest merge back, by one word or another. */
const revert = fc
  .tuple(
    merge({ of: 0, isBot: false, isElsewhere: false, edit: undefined }),
    fc.constantFrom("revert", "claim", "undo"),
  )
  .map(([step, how]): Step => ({ ...step, work: how as "revert" }));

const push: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("push"),
  by: fc.integer({ min: 1, max: 6 }),
  commits: fc.integer({ min: 1, max: 3 }),
  minutes,
});
const reset: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("reset"),
  by: fc.integer({ min: 1, max: 6 }),
  back: fc.integer({ min: 1, max: 2 }),
  isPutBack: fc.boolean(),
  minutes: soon,
});
const rewrite: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("rewrite"),
  by: fc.integer({ min: 1, max: 6 }),
  back: fc.integer({ min: 1, max: 3 }),
  minutes: soon,
});
const pick: fc.Arbitrary<Doing<"pick">> = fc.record({
  does: fc.constant("pick"),
  of: fc.constantFrom(0, 0, 0, 1, 2),
  says: fc.constantFrom(
    ...(["from where", "from where", "nothing", "nothing", "from where, elsewhere"] as const),
  ),
  isPart: oneIn(5),
  isMerged: oneIn(3),
  minutes: soon,
});
const mergeBack: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("merge back"),
  by: fc.integer({ min: 1, max: 6 }),
  isPull: fc.boolean(),
  minutes,
});

function deploy(told: Partial<Doing<"deploy">> = {}): fc.Arbitrary<Step> {
  return fc
    .record({
      does: fc.constant("deploy" as const),
      what: fc.constantFrom<number | "line">(0, 0, 0, 0, 1, 2, "line"),
      state: fc.constantFrom("success", "success", "success", "failure"),
      later: fc.constantFrom(undefined, undefined, undefined, undefined, "inactive", "failure"),
      environment: fc.constantFrom("production", "production", "production-eu", "staging"),
      isTransient: oneIn(7),
      minutes: soon,
    })
    .map((step): Step => ({ ...(step as Doing<"deploy">), ...told }));
}

const TO_PRODUCTION = {
  what: 0,
  state: "success",
  later: undefined,
  environment: "production",
  isTransient: false,
} as const;
const ship = deploy(TO_PRODUCTION);

function reuse(told: Partial<Doing<"reuse">> = {}): fc.Arbitrary<Step> {
  return fc
    .record({
      does: fc.constant("reuse" as const),
      which: fc.constantFrom(0, 1, 1, 2),
      state: fc.constantFrom("success", "success", "success", "success", "failure", "inactive"),
      environment: fc.constantFrom(undefined, undefined, "production", "production-eu", "staging"),
      minutes: soon,
    })
    .map((step): Step => ({ ...(step as Doing<"reuse">), ...told }));
}

const AGAIN = { state: "success", environment: undefined } as const;

function release(told: Partial<Doing<"release">> = {}): fc.Arbitrary<Step> {
  return fc
    .record({
      does: fc.constant("release" as const),
      kind: fc.constantFrom("publish" as const, "publish" as const, "prerelease" as const),
      what: fc.constantFrom<number | "line">(0, 0, 0, 1, "line"),
      minutes: soon,
    })
    .map((step): Step => ({ ...(step as Doing<"release">), ...told }));
}

const publish = release({ kind: "publish", what: 0 });

function changeRelease(how?: ReleaseChange, told: Partial<Step> = {}): fc.Arbitrary<Step> {
  const any = fc.constantFrom<ReleaseChange[]>(
    ...(["promote", "promote", "demote", "edit", "withdraw", "publish again"] as const),
    ...(["delete", "make anew", "move tag", "delete tag"] as const),
  );
  const step = fc.record({
    does: fc.constant("change release" as const),
    how: how === undefined ? any : fc.constant(how),
    which: how === undefined ? fc.constantFrom(0, 0, 1, 2) : fc.constant(0),
    minutes: soon,
  });
  return step.map((each) => ({ ...each, ...told }) as Step);
}

const pause: fc.Arbitrary<Step> = fc.record({ does: fc.constant("nothing"), minutes: long });

const inTurn = (...all: readonly fc.Arbitrary<Step>[]): fc.Arbitrary<readonly Step[]> => fc.tuple(...all);
const alone = (step: fc.Arbitrary<Step>, weight: number) => ({ weight, arbitrary: inTurn(step) });

/** Things that happen to work one after another; without that, few stories would hold what is rare. */
function shared(send: fc.Arbitrary<Step>, sendLine: fc.Arbitrary<Step>) {
  return [
    { weight: 3, arbitrary: inTurn(work, send) },
    { weight: 4, arbitrary: inTurn(work, send, revert, send) },
    { weight: 6, arbitrary: inTurn(work, revert, send) },
    { weight: 2, arbitrary: inTurn(work, send, revert, send, merge({ work: "again", of: 1 }), send) },
    { weight: 6, arbitrary: inTurn(work, pick, sendLine) },
    { weight: 7, arbitrary: inTurn(work, pick, sendLine, mergeBack, send) },
    { weight: 7, arbitrary: inTurn(work, send, reset, send) },
    { weight: 5, arbitrary: inTurn(merge(), reset) },
    { weight: 5, arbitrary: inTurn(work, send, rewrite, send) },
    alone(merge(), 3),
    alone(push, 1),
    alone(pick, 1),
    alone(pause, 1),
  ];
}

const deploying = [
  ...shared(ship, deploy({ ...TO_PRODUCTION, what: "line" })),
  { weight: 6, arbitrary: inTurn(ship, work, ship, reuse({ which: 1, ...AGAIN }), pause) },
  {
    weight: 4,
    arbitrary: inTurn(ship, work, ship, reuse({ which: 1, ...AGAIN }), reuse({ which: 0, ...AGAIN })),
  },
  {
    weight: 4,
    arbitrary: inTurn(
      work,
      deploy({ ...TO_PRODUCTION, environment: "staging" }),
      reuse({ which: 0, state: "success", environment: "production" }),
    ),
  },
  alone(deploy(), 4),
  alone(reuse(), 3),
];

const back = fc.constantFrom("promote" as const, "publish again" as const);
const releasing = [
  ...shared(publish, release({ kind: "publish", what: "line" })),
  { weight: 4, arbitrary: inTurn(work, release({ kind: "prerelease", what: 0 }), changeRelease("promote")) },
  { weight: 5, arbitrary: inTurn(work, publish, changeRelease("withdraw"), pause) },
  {
    weight: 8,
    arbitrary: back.chain((how) =>
      inTurn(
        ...[work, publish, changeRelease(how === "promote" ? "demote" : "withdraw"), changeRelease(how)],
      ),
    ),
  },
  { weight: 4, arbitrary: inTurn(work, publish, work, changeRelease("move tag")) },
  { weight: 5, arbitrary: inTurn(work, publish, changeRelease("delete"), changeRelease("make anew")) },
  {
    weight: 5,
    arbitrary: inTurn(work, publish, changeRelease("delete tag"), work, changeRelease("move tag")),
  },
  alone(deploy(), 1),
  alone(release(), 3),
  alone(changeRelease(), 4),
];

/** The first deployment of all, which mostly comes first. */
const BASELINE: Step = { does: "deploy", ...TO_PRODUCTION, minutes: 1 };
const FIRST_RELEASE: Step = { does: "release", kind: "publish", what: 0, minutes: 1 };

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<readonly Step[]> };

/** Some things one after another, and now and then something else in the midst of them. */
function storiesOf(all: readonly Weighted[], first: fc.Arbitrary<readonly Step[]>) {
  const things = fc.array(fc.oneof(...all), { minLength: 2, maxLength: 4 });
  const between = fc.array(fc.record({ at: fc.nat(99), steps: fc.oneof(...all) }), { maxLength: 1 });
  return fc.tuple(first, things, between).map(([before, parts, others]): readonly Step[] => {
    const steps = parts.flat();
    for (const { at, steps: other } of others) steps.splice(at % steps.length, 0, ...other.slice(0, 2));
    return [...before, ...steps];
  });
}

/** Some steps in a row. */
export const steps = storiesOf(deploying, fc.constantFrom([BASELINE], [BASELINE], [BASELINE], []));

/** Some steps in a row in a repository that ships by releases. */
export const releaseSteps = storiesOf(releasing, fc.constant([FIRST_RELEASE]));

/** The same where releases stay what they were published as: of what they were before, the past tells nothing. */
export const lastingReleaseSteps = releaseSteps.map((all) =>
  all.filter((step) => step.does !== "change release" || step.how === "edit"),
);
