import { nameOf } from "../digests/subject.ts";
import { mayBeNamedIn } from "../domain/visibility.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";
import type { OwnedRepository } from "../github/owned-repositories.ts";
import { fetchRepository } from "../github/visibility.ts";
import { ReportError } from "./report-error.ts";

/**
 * Throws a `ReportError` where people who may read a place must not know of one of the repositories.
 *
 * A place that the token does not show may have any readers.
 */
export async function refuseOtherReaders(
  octokit: GitHubClient,
  place: RepositoryAddress,
  repositories: readonly OwnedRepository[],
): Promise<void> {
  const name = nameOf(place);
  const isPlace = (each: RepositoryAddress) => nameOf(each).toLowerCase() === name.toLowerCase();
  const hidden = repositories.filter((each) => each.visibility !== "public" && !isPlace(each));
  if (hidden.length === 0) return;
  const found = await fetchRepository(octokit, place);
  if (found === undefined)
    throw new ReportError(
      `GitHub does not show ${name} to this token, so nobody knows who would read the report there: let the token read it`,
    );
  const { visibility } = found;
  const refused = hidden.filter((each) => !mayBeNamedIn(visibility, each.visibility)).map(nameOf);
  const [first] = refused;
  if (first === undefined) return;
  const others = refused.length === 1 ? "" : ` and ${refused.length - 1} more`;
  throw new ReportError(
    `${name} is ${visibility}, and not all of its readers may know of ${first}${others}: make the report in a private repository, or of fewer repositories`,
  );
}
