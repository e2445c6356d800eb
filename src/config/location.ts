/** The two possible paths of a repository's config. */
export const CONFIG_PATHS = [".github/plimsoll.yml", ".github/plimsoll.yaml"] as const;

/** The problem of a repository with a config at both paths: whichever were read, somebody would mean the other one. */
export const TWO_CONFIGS =
  "file: .github/plimsoll.yml and .github/plimsoll.yaml are both there, and only one can hold: delete the other one";
