import fc from "fast-check";
import type { Fault, Refusal } from "./faulty-proxy.ts";

const HOUR_ENDS_IN = {
  date: "Sat, 07 Nov 2026 00:00:00 GMT",
  "x-ratelimit-remaining": "0",
  "x-ratelimit-reset": String(Date.UTC(2026, 10, 7, 0, 30) / 1000),
};

/** How GitHub refuses when there was too much, as its documentation says. */
const LIMITED: readonly Refusal[] = [
  { status: 403, headers: HOUR_ENDS_IN, message: "API rate limit exceeded for installation" },
  { status: 429, headers: HOUR_ENDS_IN, message: "API rate limit exceeded for installation" },
  { status: 403, headers: { "retry-after": "60" }, message: "You have exceeded a secondary rate limit" },
  { status: 403, message: "You have exceeded a secondary rate limit" },
  { status: 429, headers: { "retry-after": "60" }, message: "Too many requests" },
  { status: 429, message: "Too many requests" },
];

const failures: fc.Arbitrary<Fault> = fc.record({
  isDone: fc.boolean(),
  answer: fc.constantFrom<Fault["answer"]>(
    { status: 500 },
    { status: 502 },
    { status: 503 },
    "a reset",
    "nothing",
  ),
});

const faults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: failures },
  { weight: 1, arbitrary: fc.constantFrom(...LIMITED).map((answer) => ({ isDone: false, answer })) },
  { weight: 1, arbitrary: fc.constant<Fault>({ isDone: false, answer: "moved" }) },
  // A token that not all of GitHub knows yet.
  {
    weight: 1,
    arbitrary: fc.constant<Fault>({ isDone: false, answer: { status: 401, message: "Bad credentials" } }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("half a body" as const, "half a document" as const)
      .map((answer) => ({ isDone: true, answer })),
  },
);

/** What goes wrong with one request after another: one in so many, and one of the first five in any case. */
const sequence = (many: number) =>
  fc
    .record({
      rightFirst: fc.nat(4),
      wrong: faults,
      later: fc.infiniteStream(
        fc.oneof({ weight: many - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: faults }),
      ),
    })
    .map(function* ({ rightFirst, wrong, later }): Generator<Fault | undefined, undefined> {
      for (let right = 0; right < rightFirst; right++) yield undefined;
      yield wrong;
      yield* later;
      return undefined;
    });

/** What goes wrong with requests that only read, and, more often, with those that do something. */
export const faultSequences = fc.record({ reads: sequence(6), writes: sequence(2) });

/** GitHub's creations are there for a while before they are answered: the worst moment for a crash. */
export function lateCreation(method: string, path: string): Fault | undefined {
  const isCreation = method === "POST" && /\/(check-runs|issues)$/.test(path);
  return isCreation ? { isDone: true, answer: "all, late" } : undefined;
}

/** An installation that is gone gets no token. */
export function withoutToken(_: string, path: string): Fault | undefined {
  return path.endsWith("/access_tokens")
    ? { isDone: false, answer: { status: 404, message: "Not Found" } }
    : undefined;
}
