import { messageLines } from "../attribution/message-lines.ts";
import { type RawLine, rawLines } from "../attribution/raw-lines.ts";

/** What the text of a commit or pull request says about other changes; only their files tell whether it is true. */
export interface Statements {
  /** What it says it reverts: a commit by its id or the beginning of that, `#12`, `owner/name#12`, or GitLab's `!12`. */
  readonly reverts: readonly string[];
  /** What it says it repeats on another branch, named alike. */
  readonly repeats: readonly string[];
  /** The subject of what it says it reverts or repeats, perhaps only its beginning, where that is all that it says. */
  readonly subject: QuotedSubject | undefined;
}

/** A subject that another subject quotes. */
export interface QuotedSubject {
  readonly kind: "reverts" | "repeats";
  readonly text: string;
  /** Whether it is only the beginning: long subjects are cut. */
  readonly isCut: boolean;
}

const NOTHING: Statements = { reverts: [], repeats: [], subject: undefined };

/**
 * Reads what a message says about other changes: its first line is the subject, as the title of a pull request is.
 *
 * A statement is a line of its own, in the words of git, GitHub, GitLab and the tools that backport. What stands in a
 * sentence, a list, a quotation, a sample, a comment or behind a fold tells of other people's work.
 */
export function statementsOf(message: string): Statements {
  // Most messages hold none of this, and all of a history is read.
  if (!SIGNS.test(message)) return NOTHING;
  const [subject = "", ...rest] = message.split("\n");
  const title = TITLE_BELOW.test(subject) ? rest.find((line) => line.trim() !== "") : undefined;
  const inSubject = subjectStatements((title ?? subject).trim());
  const body = bodyLines(rest.join("\n"));
  const below = (forms: readonly RegExp[]) => body.flatMap((text) => namesIn(text, forms));
  return {
    reverts: [...new Set([...inSubject.reverts, ...below(REVERTS)])],
    repeats: [...new Set([...inSubject.repeats, ...below(REPEATS)])],
    subject: inSubject.subject,
  };
}

const SIGNS = /revert|reapply|backport|cherry|upstream|^\[|\nmerge pull request/i;
/** GitHub writes the title of a pull request below such a subject. */
const TITLE_BELOW = /^Merge pull request #\d{1,9} from /;

const REPOSITORY = String.raw`[\w.-]{1,100}\/[\w.-]{1,100}`;
const PULL = String.raw`(?:${REPOSITORY})?#\d{1,9}|!\d{1,9}|https:\/\/[^\s/]{1,100}\/${REPOSITORY}\/pull\/\d{1,9}`;
const SHA = "[0-9a-f]{7,64}";
const BACKPORT = String.raw`(?:auto\w{0,10} |manual )?(?:backport(?:s|ed)?|cherry[- ]?pick(?:s|ed)?)`;
const OF = "(?:of |from )?(?:PR |pull request |merge request )?";

/** `git revert`, and the buttons of GitHub, Azure and GitLab. */
const REVERTS = [
  new RegExp(String.raw`\bThis reverts commit (${SHA})\b`),
  new RegExp(String.raw`^Reverts (${PULL})\.?$`),
  /^This reverts merge request (!\d{1,9})$/,
];
/** `git cherry-pick -x`, stable kernels, and the bots that backport. */
const REPEATS = [
  new RegExp(String.raw`^\(cherry[- ]picked from commit (${SHA})\)$`),
  new RegExp(String.raw`^commit (${SHA}) upstream\.?$`),
  new RegExp(String.raw`^\[ Upstream commit (${SHA}) \]$`),
  new RegExp(String.raw`^(?:This is an? )?${BACKPORT} ${OF}(${PULL})(?:$|[ .,:])`, "i"),
];

const REVERTED = new RegExp(String.raw`^Reverts? ${OF}(${PULL})(?:$|[ .,:])`, "i");
const REPEATED = new RegExp(String.raw`(?:^|[[( ])${BACKPORT} ${OF}(${PULL})(?:$|[\]) .,:])`, "i");
const QUOTING = /^(Revert|Reapply) "(.+)$/;
const REVERTING = /^revert(?:\([^()]{1,100}\))?!?: (.+)$/i;
const LINE = String.raw`[^\]]{0,50}(?:\d\.[\dx]|\bv\d|stable|release[-/ ]?v?\d|backport|\blts\b)[^\]]{0,50}`;
const REPEATING = new RegExp(String.raw`^(?:backport(?:\([^()]{1,100}\))?: |\[${LINE}\]:? ?)(.+)$`, "i");
const NUMBER = new RegExp(String.raw` ?\((${PULL})\)$`);

/** What a subject says. The number of its own pull request may stand last; nothing reverts or repeats itself. */
function subjectStatements(subject: string): Statements {
  const reverted = REVERTED.exec(subject)?.[1];
  if (reverted !== undefined) return { ...NOTHING, reverts: [named(reverted)] };
  const quoting = QUOTING.exec(withoutNumber(subject));
  if (quoting !== null) return quoted("reverts", unquoted(quoting));
  const reverting = REVERTING.exec(subject)?.[1];
  if (reverting !== undefined) return quoted("reverts", { text: withoutOwn(reverting), isCut: false });
  const repeated = REPEATED.exec(subject)?.[1];
  if (repeated !== undefined) return { ...NOTHING, repeats: [named(repeated)] };
  const repeating = REPEATING.exec(subject)?.[1];
  if (repeating === undefined) return NOTHING;
  return quoted("repeats", { text: withoutOwn(repeating), isCut: false });
}

type Quotation = Pick<QuotedSubject, "text" | "isCut">;

function quoted(kind: QuotedSubject["kind"], { text, isCut }: Quotation): Statements {
  const number = NUMBER.exec(text)?.[1];
  const subject = { kind, text: withoutNumber(text), isCut };
  return { ...NOTHING, ...(number === undefined ? {} : { [kind]: [named(number)] }), subject };
}

/** What git quotes; a subject without a closing quotation mark was cut. What lands again reverts the revert. */
function unquoted([, verb, text = ""]: readonly string[]): Quotation {
  const isCut = !text.endsWith('"');
  const inner = isCut ? text.replace(/(?:…|\.\.\.)$/, "") : text.slice(0, -1);
  return { text: verb === "Reapply" ? `Revert "${inner}${isCut ? "" : '"'}` : inner, isCut };
}

/** A subject without the number of its own pull request, where another one stands before it. */
function withoutOwn(subject: string): string {
  const without = withoutNumber(subject);
  return NUMBER.test(without) ? without : subject;
}

function withoutNumber(subject: string): string {
  return subject.replace(NUMBER, "").trimEnd();
}

/** What HTML hides, folds or quotes; what is never closed goes on to the end. */
const ASIDE = /<!--[\s\S]*?(?:-->|$)|<(details|blockquote|pre|code)\b[\s\S]*?(?:<\/\1>|$)/gi;
const FENCED = /^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))/gm;
const LISTED = /^(?:[-*+]|\d{1,9}[.)])\s/;
/** A body has no subject, so its first line is one like any other. */
const NO_SUBJECT: RawLine = { text: "", from: -1, indent: 0, opensParagraph: true };

/** The lines of a body that stand at its margin, but for those of lists. */
function bodyLines(body: string): string[] {
  const raw = rawLines(body.replaceAll(ASIDE, "\n").replaceAll(FENCED, "\n"));
  const margin = Math.min(...raw.map(({ indent }) => indent));
  const atMargin = new Set(raw.filter(({ indent }) => indent === margin).map(({ from }) => from));
  return messageLines([NO_SUBJECT, ...raw])
    .filter(({ text, from }) => atMargin.has(from) && !LISTED.test(text))
    .map(({ text }) => text);
}

function namesIn(text: string, forms: readonly RegExp[]): string[] {
  const name = forms.map((form) => form.exec(text)?.[1]).find((each) => each !== undefined);
  return name === undefined ? [] : [named(name)];
}

/** A pull request's address as its name. */
function named(name: string): string {
  return name.replace(/^https:\/\/[^/]+\/(.+)\/pull\/(\d+)$/, "$1#$2");
}
