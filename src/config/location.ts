/** Where a repository's config may stand: in one of these places. */
export const CONFIG_PATHS = [".github/plimsoll.yml", ".github/plimsoll.yaml"] as const;

/** Why a repository with a config in both places has none: whichever were taken, somebody would mean the other one. */
export const TWO_CONFIGS =
  "file: .github/plimsoll.yml and .github/plimsoll.yaml are both there, and only one can hold: delete the other one";
