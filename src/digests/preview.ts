import type { IssueContent } from "../github/issues.ts";
import type { Repository } from "../storage/repositories.ts";
import { loadBackground } from "./background.ts";
import type { DigestOptions } from "./digest-options.ts";
import { dueWeek } from "./due-weeks.ts";
import { findDigestsOfOwner, findRepositorySeries } from "./find-series.ts";
import { computeNewest } from "./newest.ts";
import { findPublication } from "./publication.ts";
import { renderDraft } from "./render.ts";
import type { Series } from "./series.ts";

/** The most repositories whose config is looked at for a digest. */
const MOST_TRIED = 20;

/**
 * Renders the digest that an installation would get now, for the readers of its place, and publishes nothing: the
 * organization's, or else that of the first repository with one.
 *
 * `undefined` where no config asks for one.
 */
export async function previewDigest(
  options: DigestOptions,
  repositories: readonly Repository[],
): Promise<IssueContent | undefined> {
  const { stores, clock, compute, definitionUrl } = options;
  const series = await firstSeries(options, repositories);
  if (series === undefined) return undefined;
  const publication = await findPublication(options, series, dueWeek(clock(), series.zone, series.policy));
  const digest = await computeNewest(compute, publication);
  const background = await loadBackground(stores, publication);
  const rest = { next: undefined, isRepeated: undefined, definitionUrl };
  return renderDraft({ publication, digest, background, rest });
}

async function firstSeries(
  options: DigestOptions,
  repositories: readonly Repository[],
): Promise<Series | undefined> {
  const { series: organization, per } = await findDigestsOfOwner(options, repositories);
  if (organization !== undefined) return organization;
  const isPartOfOne = per === "organization";
  for (const repository of repositories.slice(0, MOST_TRIED)) {
    const series = await findRepositorySeries(options.stores, {
      repository,
      organization: undefined,
      isPartOfOne,
    });
    if (series !== undefined) return series;
  }
  return undefined;
}
