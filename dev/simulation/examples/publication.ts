import { loadBackground } from "../../../src/digests/background.ts";
import { createComputer } from "../../../src/digests/computer.ts";
import { repositorySeries } from "../../../src/digests/find-series.ts";
import { computeWeek } from "../../../src/digests/newest.ts";
import type { Publication } from "../../../src/digests/publication.ts";
import { renderDraft } from "../../../src/digests/render.ts";
import type { Repository } from "../../../src/storage/repositories.ts";
import type { Stores } from "../../../src/storage/stores.ts";

interface Asked {
  readonly repository: Repository;
  readonly week: string;
  readonly now: Date;
  readonly isPublic?: boolean;
}

/** A repository's digest as it is to be published, without asking GitHub who may read the repository. */
export async function publicationOf(stores: Stores, asked: Asked): Promise<Publication> {
  const { repository, week, now, isPublic = false } = asked;
  const series = await repositorySeries(stores, { repository, organization: undefined });
  return { series, week, now, repository, subject: { repository, isPublic } };
}

/** What the issue of a week says, whether the week is complete or not. */
export async function issueBody(stores: Stores, asked: Asked): Promise<string> {
  const publication = await publicationOf(stores, asked);
  const digest = await computeWeek(createComputer(stores), publication, asked.week);
  const background = await loadBackground(stores, publication);
  return renderDraft({ publication, digest, background, rest: {} }).body;
}
