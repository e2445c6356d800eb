import fc from "fast-check";
import type { LagOf } from "../../dev/simulation/story/knowledge.ts";
import type { Telling } from "../../dev/simulation/story/webhooks.ts";
import { faultSequences } from "./faults.ts";
import type { Fault } from "./faulty-proxy.ts";

/** How a webhook is sent: when, in milliseconds after what it tells of, and how often. */
export interface Sending extends Telling {
  readonly delays: readonly number[];
  /** Whether nobody receives it, so that it must be asked for again. */
  readonly isLost: boolean;
}

/** How a GitHub disturbs a story. */
export interface Schedule {
  /** How much later than a webhook the API knows a commit. */
  readonly lagOf: LagOf;
  /** How each webhook is sent; by turns. */
  readonly sendings: readonly Sending[];
  /** After which part of the story the App is installed. */
  readonly installedAfter: number;
  /** What goes wrong with requests while the story happens. */
  readonly faultOf: (method: string, path: string) => Fault | undefined;
  /** What goes wrong for ever. */
  readonly always: (method: string, path: string) => Fault | undefined;
}

const nothing = () => undefined;

/** A GitHub that answers at once, and tells everything once and in order. */
export function undisturbed({ installedAfter }: Pick<Schedule, "installedAfter">): Schedule {
  return {
    ...{ lagOf: () => 0, sendings: [{ delays: [0], isLost: false, isLeast: false }], installedAfter },
    ...{ faultOf: nothing, always: nothing },
  };
}

const MINUTE = 60_000;
/** The App is told of an event at once; the API may know of it minutes later. */
const lag = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 * MINUTE }));
const sending: fc.Arbitrary<Sending> = fc.record({
  delays: fc.oneof(
    { weight: 4, arbitrary: fc.constant([0]) },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 0, max: 600 * MINUTE })) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(0), fc.integer({ min: 0, max: 600 * MINUTE })) },
  ),
  isLost: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  isLeast: fc.boolean(),
});

/** All that GitHub does to those who listen to it, and in the end tells the truth. */
export const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    lags: fc.array(lag, { minLength: 7, maxLength: 7 }),
    sendings: fc.array(sending, { minLength: 11, maxLength: 11 }),
    installedAfter: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.7, noNaN: true })),
    faults: faultSequences,
  })
  .map(({ lags, sendings, installedAfter, faults: { reads, writes } }) => ({
    ...{ sendings, installedAfter, always: () => undefined },
    lagOf: (sha) => lags[Number.parseInt(sha.slice(-6), 16) % lags.length] ?? 0,
    faultOf: (method) => (method === "GET" ? reads : writes).next().value,
  }));

/** The same, and some comparisons never come: "this diff is taking too long to generate" (github-changelog-generator#920). */
export const withoutSomeComparisons: fc.Arbitrary<Schedule> = fc
  .record({ salt: fc.nat(9_999), installedAfter: fc.constantFrom(0, 0.5) })
  .map(({ salt, installedAfter }) => {
    const always = (_: string, path: string) => {
      const isOne = path.includes("/compare/") && hash(path, salt) % 3 === 0;
      return isOne ? NEVER : undefined;
    };
    return { ...undisturbed({ installedAfter }), faultOf: always, always };
  });

/** A GitHub that refuses for good whatever some pattern tells. */
export function refusing(pattern: RegExp, status: number, message: string): Schedule {
  const refused: Fault = { isDone: false, answer: { status, message } };
  const always = (method: string, path: string) => (pattern.test(`${method} ${path}`) ? refused : undefined);
  return { ...undisturbed({ installedAfter: 0 }), faultOf: always, always };
}

const NEVER: Fault = {
  isDone: false,
  answer: { status: 500, message: "Server Error: Sorry, this diff is taking too long to generate." },
};

/** Of all pages of a comparison the same. */
function hash(path: string, salt: number): number {
  const [range = ""] = path.split("?");
  return [...range].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) + salt) % 9_973, 7);
}
