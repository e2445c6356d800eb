import type { Digest } from "../domain/metric/digest.ts";
import { renderChart } from "./chart.ts";
import { renderBeside } from "./digest-beside.ts";
import { renderHeadline, renderVerdict } from "./digest-headline.ts";
import { renderReference, renderRepositories, renderRestated, renderWarnings } from "./digest-notes.ts";
import { funnelSteps } from "./funnel.ts";
import { renderUncounted } from "./uncounted.ts";

/** A digest as an issue. */
export interface RenderedDigest {
  readonly title: string;
  readonly body: string;
}

/** Whose digest it is, by GitHub's id, and of which week. */
export type DigestKey = { readonly week: string } & (
  | { readonly repositoryId: number }
  | { readonly organizationId: number }
);

/** The hidden comment by which the issue of a scope and week is found again, whatever its title. */
export function digestMarker(key: DigestKey): string {
  const scope =
    "repositoryId" in key ? `repository=${key.repositoryId}` : `organization=${key.organizationId}`;
  return `<!-- plimsoll:digest ${scope} week=${key.week} -->`;
}

/** What an issue may show. */
export interface DigestOptions {
  /** The repositories that everybody who reads the issue may know of; none unless told. */
  readonly visible?: ReadonlySet<string>;
}

/**
 * Renders the issue of one week: the answer, a chart, the way to the number, and what was not counted.
 *
 * `id` is GitHub's id of the repository, or of the organization when the digest is an organization's.
 */
export function renderDigest(digest: Digest, id: number, options: DigestOptions = {}): RenderedDigest {
  const { week, scope } = digest;
  const key = scope.includes("/") ? { repositoryId: id, week } : { organizationId: id, week };
  const body = [...digestSections(digest, options), HOW_TO_READ, digestMarker(key)];
  return { title: `Plimsoll · ${scope} · ${week}`, body: `${body.join("\n\n")}\n` };
}

/** The sections of a digest that have something to say. */
export function digestSections(digest: Digest, { visible = new Set() }: DigestOptions = {}): string[] {
  return [
    renderHeadline(digest),
    renderVerdict(digest),
    renderWarnings(digest),
    renderChart(digest.weeks, { isProxy: digest.ship === "merges", isWithheld: digest.beside.isWithheld }),
    ...figures(digest),
    renderReference(digest),
    renderRestated(digest),
    renderUncounted(digest),
    renderRepositories(digest, visible),
  ].filter(Boolean);
}

/** A quiet week leaves its tables out. */
function figures(digest: Digest): string[] {
  const { deployments, changes, normalizedDeployments } = digest;
  if (deployments.seen === 0 && changes.merged === 0) return [NOTHING];
  return normalizedDeployments.signal === "quiet" ? [] : [funnel(digest), renderBeside(digest)];
}

const NOTHING = "Nothing was merged, and nothing deployed, in this week.";

function funnel(digest: Digest): string {
  const rows = funnelSteps(digest).map(({ from, to, note }) => {
    return `| ${from} | → | ${note === undefined ? to : `**${to}** (${note})`} |`;
  });
  return ["| from | | to |", "|---|---|---|", ...rows].join("\n");
}

/** What the number means, and what it must not be used for. */
export const MEANING =
  "A normalized deployment is one day of one builder's merged work that reached production and stayed there. Splitting work, deploying it again, or marking it differently does not move the number. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition 1.";

const HOW_TO_READ = ["<details><summary>How to read this</summary>", "", MEANING, "", "</details>"].join(
  "\n",
);
