import type { JudgedChange } from "../../../../src/domain/shipping/judgement.ts";
import { renderCheckRun } from "../../../../src/render/check-run.ts";
import { renderDigest } from "../../../../src/render/digest/issue.ts";
import { subjectOf } from "../../../simulation/examples/subjects.ts";
import { changesNothing } from "../demands.ts";
import { total } from "../figures.ts";
import type { Outcome } from "../outcome.ts";
import { eachWork, type Look, type Row } from "../row.ts";
import { later, PLAYED_WEEK } from "../time.ts";
import { says } from "../work.ts";

const HOSTILE =
  "production @acme/everyone <img src=x onerror=alert(1)> [free](https://evil.example) `` ` `` | #1 \n```mermaid";
const BRANCH = "Merge branch '@acme/everyone <script>alert(1)</script>' of #1 into main";
const UNDECLARED = { attribution: "undeclared", tools: [], declaredCommits: 0, totalCommits: 1 } as const;

function checkRunOf(shipped: JudgedChange): string {
  const { isEffective } = shipped.change;
  const facts = { state: "merged", commits: [], attribution: UNDECLARED, isEffective } as const;
  return Object.values(renderCheckRun(subjectOf({ ...facts, shipped, week: PLAYED_WEEK }))).join("\n");
}

/** Renders the digest and every check run, and looks for markup that came from outside. */
function render({ digest, shipping }: Outcome): Look {
  const runs = [...shipping.changes.values()].map(checkRunOf);
  const hostile = runs.filter((run) => run.includes("onerror")).length;
  const found = [renderDigest(digest(), { repositoryId: 7, week: PLAYED_WEEK }).body, ...runs].flatMap(
    markupIn,
  );
  return {
    shows: `check runs that show the name: ${hostile}; markup in them and the digest: ${found.length}`,
    complaint: found.length > 0 || hostile === 0 ? `markup: ${found.slice(0, 3).join(" ")}` : undefined,
  };
}

/** Mentions, tags, links and references outside of code, but for our own. */
function markupIn(text: string): string[] {
  const outside = text
    .replaceAll(/^```mermaid\n[^`]*^```$/gm, "")
    .replaceAll(/`[^`\n]*`/g, "")
    .replaceAll(
      /<\/?(?:details|summary)>|<!-- plimsoll:[^>]*-->|[Uu]ndone by #\d+|reverted by #\d+|^- #\d+/gm,
      "",
    )
    .replaceAll(/^#+ /gm, "");
  return outside.match(/@\w|<[a-z!/]|\]\(|#\d|```/gi) ?? [];
}

/** Rows in which text is hostile. */
export const RENDERING: readonly Row[] = [
  {
    id: "G28",
    strategy: "put mentions, HTML, links and Mermaid into environments, branches and trailers",
    play: eachWork((studio, work) => {
      studio.rollOut = () => {
        studio.at(later(studio.shop.now, 8), () => void studio.deploy(undefined, { environment: HOSTILE }));
      };
      studio.ship(says(work, (message) => `${BRANCH}\n\n${message}\nReviewed-by: ${HOSTILE}`));
    }),
    demands: [changesNothing],
    shows: [total],
    look: (_, gamed) => render(gamed),
  },
];
