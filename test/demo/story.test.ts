import { describe, expect, it } from "vitest";
import { expectedDigests } from "../../dev/demo/expected.ts";
import { play } from "../../dev/demo/play.ts";
import { titleOf } from "../../dev/demo/step.ts";
import { BEGINNING, story } from "../../dev/demo/story.ts";
import { acme } from "../../dev/simulation/emulated/acme.ts";
import { type GitHub, startGitHub } from "../../dev/simulation/emulated/github.ts";
import { type Received, startReceiver } from "./receiver.ts";

const SECRET = "a secret of this test";
const shop = { owner: "acme", repo: "shop" };

describe("the story", () => {
  it("leaves every merged pull request on main, in the order they were merged", async () => {
    await onStage(async ({ github }) => {
      const pulls = await play(github);

      const merged = [...pulls.values()].map(({ mergeSha }) => mergeSha).filter((sha) => sha !== undefined);
      expect(merged).toHaveLength(18);
      expect(await firstParents(github)).toEqual(merged);
    });
  });

  it("tells of each step once the webhooks it causes have arrived", async () => {
    await onStage(async ({ github, received }) => {
      const arrived: number[] = [];

      await play(github, { onStep: () => void arrived.push(received.length) });

      const webhooks = story.flatMap(({ steps }) => steps).map(({ does }) => (does === "deploy" ? 2 : 1));
      expect(arrived).toEqual(webhooks.map((_, index) => sum(webhooks.slice(0, index + 1))));
      expect(arrived.at(-1)).toBe(73);
      expect(received.every(({ isSigned }) => isSigned)).toBe(true);
    });
  });

  it("has a line to print for each step", async () => {
    const titles = story.flatMap(({ steps }) => steps.map(titleOf));

    expect(titles.slice(0, 8)).toMatchInlineSnapshot(`
      [
        "dario installs Plimsoll",
        "amara opens “Set up the storefront”",
        "dario squashes “Set up the storefront”",
        "production gets “Set up the storefront”: the first ever, a baseline",
        "bjorn opens “Show the stock of a product”: one of two commits with Claude Code",
        "preview gets “Show the stock of a product”",
        "chiyo squashes “Show the stock of a product”",
        "production gets “Show the stock of a product”",
      ]
    `);
  });

  it("plays twice at once without disturbing itself", async () => {
    await Promise.all(
      [1, 2].map(() => onStage(async ({ github }) => expect((await play(github)).size).toBe(19))),
    );
  });

  it("goes forward in time", () => {
    const times = story.flatMap(({ date, steps }) => steps.map(({ at }) => `${date} ${at}`));

    expect(times).toEqual(times.toSorted());
  });
});

describe("the digests counted by hand", () => {
  it.each(Object.values(expectedDigests))("add up in $week", ({ changes, deployments }) => {
    const { arrived, automation, ineffective, rework, effective, withdrawn, undone, net } = changes;

    expect(changes.merged).toBe(changes.pending + arrived);
    expect(arrived).toBe(automation + ineffective + rework + effective);
    expect(effective).toBe(withdrawn + undone + net);
    expect(net).toBe(changes.declared + changes.undeclared + changes.unknown);
    expect(deployments.seen).toBe(deployments.counted + sum(Object.values(deployments.uncounted)));
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

interface Stage {
  readonly github: GitHub;
  readonly received: readonly Received[];
}

async function onStage(scene: (stage: Stage) => Promise<void>): Promise<void> {
  const receiver = await startReceiver(SECRET);
  const webhook = { webhookSecret: SECRET, webhookUrl: receiver.url };
  const github = await startGitHub({ ...acme, clock: BEGINNING, ...webhook });
  try {
    await scene({ github, received: receiver.received });
  } finally {
    await github.close();
    receiver.close();
  }
}

/** Main without what was merged into it, oldest first, from after the repository's own first commit. */
async function firstParents(github: GitHub): Promise<string[]> {
  const { data: commits } = await github.as("amara").rest.repos.listCommits({ ...shop, per_page: 100 });
  const parents = new Map(commits.map(({ sha, parents: [first] }) => [sha, first?.sha]));
  const line: string[] = [];
  for (let sha = commits[0]?.sha; sha !== undefined; sha = parents.get(sha)) line.unshift(sha);
  return line.slice(1);
}
