// GitHub, GitLab, Bitbucket, Azure and bors in turn: each describes a merge in its own words, and people in theirs.
const MERGED = [
  /^Merge pull request (#\d{1,9}) from /,
  /^Merged in .{1,500}\(pull request (#\d{1,9})\)/,
  /^Merged PR (\d{1,9}): /,
  /^Auto merge of (#\d{1,9}) - /,
  /^Merge PR (#\d{1,9})(?:: |$)/,
];
const MERGED_BELOW = /^See merge request [^\s!]{0,300}(!\d{1,9})\s*$/m;
const SQUASHED = /\((#\d{1,9}|![1-9]\d{0,8})\)\s*$/;

/** Finds the pull request that a commit merged, by its message; GitLab writes `!12`. */
export function pullRequestOf(subject: string, message: string): string | undefined {
  const merged = MERGED.map((form) => form.exec(subject)?.[1]).find((id) => id !== undefined);
  const id = merged ?? squashedNumber(subject) ?? MERGED_BELOW.exec(message)?.[1];
  return id === undefined || /^[#!]/.test(id) ? id : `#${id}`;
}

/** The pull request at the end of a squashed subject: `(#12)`. */
function squashedNumber(subject: string): string | undefined {
  return SQUASHED.exec(subject)?.[1];
}

/** A subject without the number of its pull request, which GitHub's revert button leaves out. */
export function withoutNumber(subject: string): string {
  return subject.replace(SQUASHED, "").trimEnd();
}
