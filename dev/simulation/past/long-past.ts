import { at } from "../world/history.ts";
import {
  account,
  deploymentPayload,
  pullRequestPayload,
  pushPayload,
  reviewPayload,
} from "../world/payloads.ts";
import type { WorldCommit } from "../world/world.ts";
import type { Past } from "./github-past.ts";

/** How much happened in the thirteen weeks before 9 November 2026. */
export interface LongPast {
  readonly pulls: number;
  /** One in so many pull requests is followed by a deployment. */
  readonly deployEvery: number;
  /** Whether pull requests have up to five commits, one of them sometimes a merge of the default branch. */
  readonly hasLongBranches?: boolean;
  /** Beside one in so many pull requests, another one with the same commits was closed without a merge. */
  readonly unmergedEvery?: number;
}

export const NOW = at(9);
const WEEKS_13 = 13 * 7 * 86_400_000;

/** One in fifty reverts the one before the last two. */
function isRevert(number: number): boolean {
  return number % 50 === 0;
}

function fileOf(number: number): string {
  return `src/${(isRevert(number) ? number - 3 : number) % 40}.ts`;
}

function workOf(number: number): string {
  return number % 3 === 0 ? "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>" : "Work";
}

/** The commits of a pull request before its head, the first one first. */
function earlierOf(number: number): string[] {
  return Array.from({ length: number % 5 }, (_, index) => `h${number}c${index}`);
}

/** What a commit of a branch was made from; one in ten branches takes in the default branch at its end. */
function parentsOf(number: number, index: number): string[] {
  const before = index === 0 ? `m${number - 1}` : (earlierOf(number)[index - 1] ?? "");
  const isMerge = number % 10 === 4 && index === earlierOf(number).length;
  return isMerge ? [before, `m${number - 1}`] : [before];
}

/** A pull request that was closed without a merge when another one was merged. */
function unmergedBeside(number: number, closedAt: Date) {
  const of = { base: `m${number - 1}`, head: `h${number}`, author: account(1 + (number % 25)) };
  const payload = pullRequestPayload({ number: 100_000 + number, ...of, updatedAt: closedAt, closedAt });
  return { payload, closings: [closedAt] };
}

/** A repository with squash merges, one after another, of one commit each unless told otherwise. */
export function longPast(of: LongPast): Past {
  const { pulls: count, deployEvery, hasLongBranches = false, unmergedEvery = count + 1 } = of;
  const world = new Map<string, WorldCommit>([["m0", { parents: [], message: "Begin" }]]);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const timeOf = (number: number) =>
    new Date(Math.floor((NOW.getTime() - WEEKS_13 + (number * WEEKS_13) / (count + 1)) / 1_000) * 1_000);
  for (const number of numbers) {
    const message = isRevert(number) ? `This reverts commit m${number - 3}.` : workOf(number);
    const work = { message, files: [fileOf(number)] };
    const branch = hasLongBranches ? [...earlierOf(number), `h${number}`] : [`h${number}`];
    for (const [index, sha] of branch.entries()) {
      world.set(sha, { ...work, parents: hasLongBranches ? parentsOf(number, index) : [`m${number - 1}`] });
    }
    world.set(`m${number}`, { ...work, parents: [`m${number - 1}`] });
  }
  const deployed = numbers.filter((number) => number % deployEvery === 0);
  return {
    world,
    head: `m${count}`,
    ahead: (_, head) => (hasLongBranches ? [...earlierOf(Number(head.slice(1))), head] : [head]),
    pulls: numbers.map((number) =>
      pullRequestPayload({
        ...{ number, base: `m${number - 1}`, head: `h${number}`, updatedAt: timeOf(number) },
        ...{
          author: account(1 + (number % 25)),
          claims: isRevert(number) ? [`#${number - 3}`] : [],
          merge: { sha: `m${number}`, by: account(60) },
        },
      }),
    ),
    unmerged: numbers
      .filter((number) => number % unmergedEvery === 0)
      .map((number) => unmergedBeside(number, timeOf(number))),
    reviews: numbers
      .filter((number) => number % 2 === 0)
      .map((number) => reviewPayload({ number, state: "approved", at: timeOf(number), by: account(70) })),
    pushes: numbers.map((number) =>
      pushPayload({
        ...{ before: `m${number - 1}`, after: `m${number}`, commits: [`m${number}`] },
        ...{ at: timeOf(number), by: account(60) },
      }),
    ),
    statuses: deployed.map((number, index) =>
      deploymentPayload({
        id: index + 1,
        sha: `m${number}`,
        at: new Date(timeOf(number).getTime() + 60_000),
      }),
    ),
  };
}
