import type { Digest } from "../../domain/metric/digest.ts";

/** The content of a site: an organization with its repositories, or one repository. */
export interface Site {
  readonly main: SiteScope;
  /** The repositories of an organization, by name and never by rank; none for a repository. */
  readonly repositories: readonly SiteScope[];
}

/** One scope of a site over many weeks. */
export interface SiteScope {
  /** `owner/name` of a repository, or the name of an organization. */
  readonly name: string;
  /** The digest that the page is about: the last week. */
  readonly digest: Digest;
  /** The digests of the measured weeks, the oldest first, with the page's own last. */
  readonly weeks: readonly Digest[];
}
