/** The source of the config in force: the repository itself, its owner's `.github` repository, or none. */
export type ConfigSource = "repository" | "owner" | "none";
