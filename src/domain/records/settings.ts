/** Whose config holds: the repository's own one, that of its owner's `.github` repository, or none. */
export type ConfigSource = "repository" | "owner" | "none";
