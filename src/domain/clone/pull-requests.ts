// GitHub, GitLab, Bitbucket, Azure and bors in turn: each describes a merge in its own words, and people in theirs.
const MERGED = [
  /^Merge pull request (#\d{1,9}) from /,
  /^Merged in .{1,500}\(pull request (#\d{1,9})\)/,
  /^Merged PR (\d{1,9}): /,
  /^Auto merge of (#\d{1,9}) - /,
  /^Merge PR (#\d{1,9})(?:: |$)/,
];
const MERGED_BELOW = /^See merge request [^\s!]{0,300}(!\d{1,9})\s*$/m;
/** GitHub, GitLab, Bitbucket and bors write the title below such a subject. */
const TITLE_BELOW = /^(?:Merge pull request #|Merge branch '|Merged in |Auto merge of #)/;
/** Azure and others write the title behind the number. */
const BEFORE_TITLE = /^Merged? PR #?\d{1,9}: /;
const SQUASHED = /\((#\d{1,9}|![1-9]\d{0,8})\)\s*$/;

/** A title stands in the first lines. */
const MOST_LINES = 4;

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

/** Finds the title of the pull request that a commit merged, where its subject is another text. */
export function mergedTitle(subject: string, message: string): string | undefined {
  const inSubject = subject.replace(BEFORE_TITLE, "");
  if (inSubject !== subject) return withoutNumber(inSubject);
  if (!TITLE_BELOW.test(subject)) return undefined;
  const below = message.split("\n", MOST_LINES).slice(1);
  return withoutNumber(below.find((line) => line.trim() !== "") ?? "").trimStart() || undefined;
}

/** A subject without the number of its pull request, which GitHub's revert button leaves out. */
export function withoutNumber(subject: string): string {
  return subject.replace(SQUASHED, "").trimEnd();
}
