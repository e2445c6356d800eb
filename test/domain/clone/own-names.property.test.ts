import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namedChanges, settleCloneClaims } from "../../../src/domain/clone/confirm-claims.ts";
import { runs } from "../../support/limits.ts";
import { changes, type Draft } from "./graphs.ts";

/** A pull request that lands, or the button that reverts an earlier one. */
interface Step {
  readonly method: "merge" | "squash" | "rebase";
  readonly title: string;
  /** Counted from the last one; `undefined` for new work. */
  readonly reverts: number | undefined;
  readonly verb: "Revert" | "Reapply";
}

const LONG = "feat(api): take the whole list of everything that a client may ask for "
  .repeat(4)
  .slice(0, 250);
const TITLES = ["Add it", "feat: add it", 'Say "hello"', '"Quoted"', "fix: it (#1)", LONG, `${LONG} too`];
/** GitHub's longest title. */
const LONGEST = 256;

const step: fc.Arbitrary<Step> = fc
  .record({
    method: fc.constantFrom<Step["method"][]>("merge", "squash", "rebase"),
    title: fc.constantFrom(...TITLES),
    reverts: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    verb: fc.constantFrom<Step["verb"][]>("Revert", "Reapply"),
  })
  // A rebased commit with an issue's number looks like that pull request.
  .filter(({ method, title }) => method !== "rebase" || !title.endsWith("(#1)"));

interface Landed {
  readonly title: string;
  readonly number: string;
  readonly file: string;
  /** Whether its number stands in the history. */
  readonly isNumbered: boolean;
}

/** Plays pull requests of `acme/shop`. The button names each by its number, and quotes its title. */
function play(steps: readonly Step[]): {
  drafts: Record<string, Draft>;
  files: Map<string, string>;
  expected: Map<string, string>;
} {
  const drafts: Record<string, Draft> = { root: {} };
  const [landed, files, expected]: [Landed[], Map<string, string>, Map<string, string>] = [
    [],
    new Map(),
    new Map(),
  ];
  let tip = "root";
  for (const [index, { method, reverts, verb, ...rest }] of steps.entries()) {
    const number = `#${index + 1}`;
    const target = reverts === undefined ? undefined : landed.at(-1 - reverts);
    const title = target === undefined ? rest.title : titleOf(verb, target.title);
    const body = target === undefined ? "" : `\n\nReverts acme/shop${target.number}`;
    const file = target?.file ?? `${index}.ts`;
    const [own, end] = [`own ${index}`, `end ${index}`];
    if (method === "merge") {
      drafts[own] = { parents: [tip], message: target === undefined ? "Work" : `${title}${body}` };
      drafts[end] = { parents: [tip, own], message: `Merge pull request ${number} from acme/x\n\n${title}` };
      files.set(own, file);
    } else
      drafts[end] = {
        parents: [tip],
        message: `${title}${method === "squash" ? ` (${number})` : ""}${body}`,
      };
    files.set(end, file);
    if (target?.isNumbered) expected.set(method === "rebase" ? end : number, target.number);
    landed.push({ title, number, file, isNumbered: method !== "rebase" });
    tip = end;
  }
  return { drafts, files, expected };
}

function titleOf(verb: Step["verb"], quoted: string): string {
  const inner = /^Revert "(.*)"$/.exec(quoted)?.[1];
  const title = verb === "Reapply" && inner !== undefined ? `Reapply "${inner}"` : `Revert "${quoted}"`;
  return title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title;
}

const REMOTES = [
  ["acme/shop"],
  ["me/shop"],
  ["acme/new-name"],
  ["local/shop"],
  ["local/shop", "mirrors/acme-shop"],
  [],
];

describe("what the button reverted in a clone", () => {
  it("does not depend on the names and the number of its remotes", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const { drafts, files, expected } = play(steps);
        const all = changes(drafts);
        const filesOf = (sha: string) => [files.get(sha) ?? []].flat();
        const [right = [], ...others] = REMOTES.map((remotes) =>
          settleCloneClaims(all, namedChanges(all, remotes), { filesOf, isEffective: () => true }),
        );

        for (const { id, reverts } of right) expect(reverts).toEqual([expected.get(id) ?? reverts].flat());
        for (const other of others) expect(other).toEqual(right);
      }),
      { numRuns: runs(300) },
    );
  });
});
