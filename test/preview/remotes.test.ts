import { describe, expect, it } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import { previewClone } from "../../src/preview/preview.ts";

const NOW = new Date("2027-01-01T00:00:00Z");
const BO = "Bo Example <bo@mail.example>";

/** The ways in which GitHub merges a pull request with one commit. */
const METHODS = {
  merge: (past: Past, number: number, branch: string, title: string) => {
    past.git(["checkout", "--quiet", "main"]);
    const message = `Merge pull request #${number} from acme/${branch}\n\n${title}`;
    past.git(["merge", "--quiet", "--no-ff", "--message", message, branch]);
  },
  squash: (past: Past, number: number, branch: string, title: string) => {
    const body = past.git(["show", "-s", "--format=%b", branch]);
    past.git(["checkout", "--quiet", "main"]);
    past.git(["merge", "--quiet", "--squash", branch]);
    past.git(["commit", "--quiet", "--message", `${title} (#${number})\n\n${body}`]);
  },
};

type Method = keyof typeof METHODS;

function land(past: Past, number: number, branch: string, title: string, method: Method): void {
  METHODS[method](past, number, branch, title);
  past.wait(0.1);
}

/** Three pull requests, of which the button reverted the first one. */
function reverting(method: Method): Past {
  const past = new Past();
  past.commit("chore: begin", { files: ["src/main.ts"] });
  past.wait(7);
  for (const number of [1, 2]) {
    past.git(["checkout", "--quiet", "-b", `topic-${number}`]);
    past.commit(`Work on ${number}`, { files: [`src/${number}.ts`] });
    land(past, number, `topic-${number}`, "Add a thing", method);
    past.wait(1);
  }
  const [first] = past.git(["log", "--first-parent", "--format=%H", "-2", "--reverse"]).split("\n");
  past.git(["checkout", "--quiet", "-b", "revert-1-topic-1"]);
  past.git(["revert", "--no-commit", ...(method === "merge" ? ["--mainline", "1"] : []), first ?? ""]);
  past.commit('Revert "Add a thing"\n\nReverts acme/v#1', { files: [], by: BO });
  land(past, 3, "revert-1-topic-1", 'Revert "Add a thing"', method);
  past.wait(14);
  past.commit("chore: later", { files: ["src/main.ts"] });
  return past;
}

const REMOTES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["its own", { origin: "https://github.com/acme/v.git" }],
  ["a fork", { origin: "git@github.com:me/v.git" }],
  ["a renamed repository", { origin: "https://github.com/acme/new-name.git" }],
  ["a mirror on another host", { origin: "https://git.example/mirrors/acme-v.git" }],
  ["a folder", { origin: "/srv/mirrors/v.git" }],
  ["a folder and a fork", { origin: "/srv/mirrors/v.git", me: "git@github.com:me/v.git" }],
  ["nothing", {}],
];

describe.each(["merge", "squash"] as const)("a clone with a reverted pull request, by %s", (method) => {
  const past = reverting(method);

  it.each(REMOTES)("has one change less, whose remote is %s", async (_, remotes) => {
    for (const name of past.git(["remote"]).split("\n").filter(Boolean)) past.git(["remote", "remove", name]);
    for (const [name, url] of Object.entries(remotes)) past.git(["remote", "add", name, url]);
    const found = await previewClone({
      path: past.path,
      ship: "merges",
      weeks: 4,
      until: undefined,
      now: NOW,
    });
    const inWeek = found.weeks.find(({ digest }) => digest.week === "2026-W24");

    expect(inWeek?.digest.changes).toMatchObject({ net: 1, undone: 1, rework: 1 });
  });
});
