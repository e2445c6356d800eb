/** A quick test: every statement matches it. */
export const SIGNS =
  /revert|reapply|backport|cherry|upstream|^(?:Merged? PR #?\d{1,9}: )?\[|\) \(#\d{1,9}\)$/im;
/** GitHub writes the title of a pull request below such a subject. */
export const TITLE_BELOW = /^Merge pull request #\d{1,9} from /;
/** A branch that is named after the change that it backports. */
export const BACKPORT_BRANCH = /^Merge pull request #\d{1,9} from \S{1,200}backport-(\d{1,9})$/;
/**
 * Azure's number, the number of a merge by hand, and the part of the repository that some people write before a
 * subject.
 */
export const PREFIX =
  /^(?:Merged PR \d{1,9}: |Merge PR #\d{1,9}: |\[[\w ./-]{1,50}\] (?=Re(?:vert|apply)\b))/;

const REPOSITORY = String.raw`[\w.-]{1,100}\/[\w.-]{1,100}`;
const PULL = String.raw`(?:(?:${REPOSITORY})?#\d{1,9}|!\d{1,9}|https:\/\/[^\s/]{1,100}\/${REPOSITORY}\/pull\/\d{1,9})`;
const SHA = "[0-9a-f]{7,64}";
const AND = "(?:, and |, | and | & )";
const PULLS = `${PULL}(?:${AND}${PULL}){0,19}`;
const SHAS = `${SHA}(?:${AND}${SHA}){0,19}`;
const BACKPORT = String.raw`(?:auto\w{0,10} |manual )?(?:backport(?:s|ed)?|cherry[- ]?pick(?:s|ed)?)`;
const OF = "(?:of |from )?(?:PR |pull request |merge request |commit )?";
/** The end of a name: nothing, another sentence, or an aside. */
const END = String.raw`(?:\.?$|\. |,? [-–—(])`;

/** `git revert`, and the buttons of GitHub, Azure and GitLab. */
export const REVERTS = [
  new RegExp(String.raw`^(?:[^\x60"“'|]{0,500}[.!?:] )?This reverts commits? (${SHAS})\b`),
  new RegExp(`^(?:This r|R)everts (?:PR |pull request |merge request )?(${PULLS})${END}`),
  new RegExp(`^Reverts commits? (${SHAS})${END}`),
];
/** `git cherry-pick -x`, stable kernels, and the bots that backport. */
export const REPEATS = [
  new RegExp(String.raw`^\((?:cherry[- ]picked|backported) from commit (${SHA})\)\.?$`),
  new RegExp(String.raw`^commit (${SHA}) upstream\.?$`),
  new RegExp(String.raw`^\[ Upstream commit (${SHA}) \]$`),
  new RegExp(
    `^(?:This is an? )?${BACKPORT} ${OF}(${PULLS}|${SHAS})(?:${END}| (?:on|to|into|onto|for|from|done by) )`,
    "i",
  ),
];

const VERSION = String.raw`v?\d+(?:\.(?:\d+|x))+(?:[-.]\w+)?|v\d+`;
const LINE = `(?:${VERSION}|(?:backport |branch )?(?:stable|release|lts|backport)(?:[-/ ](?:release[-/])?v?[\\d.x]+)?)`;

/** A subject that names the change that it reverts. */
export const REVERTED = new RegExp(`^Reverts? ${OF}(${PULLS})(?:${END}|:)`, "i");
/** A subject that names the change that it repeats. */
export const REPEATED = new RegExp(
  `(?:^(?:\\[[^\\]]{1,50}\\] )?${BACKPORT} ${OF}(${PULLS})(?:${END}|:| on | to )|[[(](?:${LINE} )?${BACKPORT} ${OF}(${PULLS})[\\])])`,
  "i",
);
/** A subject that quotes the subject that it reverts, or lands again. */
export const QUOTING = /^(Revert|Reapply) "(.+)$/;
/** The same in single quotation marks. */
export const SINGLE_QUOTED = /^(Revert|Reapply) '(.+)'$/;
/** The same after a commit type. */
export const REVERTING = /^revert(?:\([^()]{1,100}\))?!?: (.+)$/i;
/** A subject after the word, or after a line of versions. */
export const REPEATING = new RegExp(`^(?:backport(?:\\([^()]{1,100}\\))?: |\\[${LINE}\\]:? ?)(.+)$`, "i");
/** The forms of Consul's robot and of pydantic's people. The title is that of the repeated change, and may be cut. */
export const OF_TITLE = [
  new RegExp(`^${BACKPORT} of (.+) (?:in|on)?to ${LINE}$`, "i"),
  new RegExp(`^(.+) [[(](?:${LINE} backport|backport (?:(?:in|on)?to|for) ${LINE})[\\])]$`, "i"),
];
/** The title of another pull request, with both numbers: `fix: it (#12) (#15)`. */
export const TWO_NUMBERS = new RegExp(`^(.+) \\(${PULL}\\) \\(${PULL}\\)$`);
/** The number at the end of a subject. */
export const NUMBER = new RegExp(` ?\\((${PULL})\\)$`);
/** A name in a list of them. */
export const NAME = new RegExp(`${PULL}|\\b${SHA}\\b`, "g");
