import { type BodyLine, bodyLines } from "./body-lines.ts";

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
  const [first = "", ...rest] = message.split("\n");
  const title = TITLE_BELOW.test(first) ? rest.find((line) => line.trim() !== "") : undefined;
  const inSubject = subjectStatements((title ?? first).trim().replace(PREFIX, ""));
  const body = bodyLines(rest.join("\n"));
  const below = (forms: readonly RegExp[]) => body.flatMap((line) => namesIn(line, forms));
  const [, ofBranch] = BACKPORT_BRANCH.exec(first) ?? [];
  return {
    reverts: [...new Set([...inSubject.reverts, ...below(REVERTS)])],
    repeats: [...new Set([...inSubject.repeats, ...(ofBranch ? [`#${ofBranch}`] : []), ...below(REPEATS)])],
    subject: inSubject.subject,
  };
}

const SIGNS = /revert|reapply|backport|cherry|upstream|^(?:Merged? PR #?\d{1,9}: )?\[|\) \(#\d{1,9}\)$/im;
/** GitHub writes the title of a pull request below such a subject. */
const TITLE_BELOW = /^Merge pull request #\d{1,9} from /;
const BACKPORT_BRANCH = /^Merge pull request #\d{1,9} from \S{1,200}backport-(\d{1,9})$/;
/** Azure's number, that of a merge by hand, and the part of the repository that some write before a subject. */
const PREFIX = /^(?:Merged PR \d{1,9}: |Merge PR #\d{1,9}: |\[[\w ./-]{1,50}\] (?=Re(?:vert|apply)\b))/;

const REPOSITORY = String.raw`[\w.-]{1,100}\/[\w.-]{1,100}`;
const PULL = String.raw`(?:(?:${REPOSITORY})?#\d{1,9}|!\d{1,9}|https:\/\/[^\s/]{1,100}\/${REPOSITORY}\/pull\/\d{1,9})`;
const SHA = "[0-9a-f]{7,64}";
const AND = "(?:, and |, | and | & )";
const PULLS = `${PULL}(?:${AND}${PULL}){0,19}`;
const SHAS = `${SHA}(?:${AND}${SHA}){0,19}`;
const BACKPORT = String.raw`(?:auto\w{0,10} |manual )?(?:backport(?:s|ed)?|cherry[- ]?pick(?:s|ed)?)`;
const OF = "(?:of |from )?(?:PR |pull request |merge request |commit )?";
/** What may follow a name: nothing, another sentence, or an aside. */
const END = String.raw`(?:\.?$|\. |,? [-–—(])`;

/** `git revert`, and the buttons of GitHub, Azure and GitLab. */
const REVERTS = [
  new RegExp(String.raw`^(?:[^\x60"“'|]{0,500}[.!?:] )?This reverts commits? (${SHAS})\b`),
  new RegExp(`^(?:This r|R)everts (?:PR |pull request |merge request )?(${PULLS})${END}`),
  new RegExp(`^Reverts commits? (${SHAS})${END}`),
];
/** `git cherry-pick -x`, stable kernels, and the bots that backport. */
const REPEATS = [
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

const REVERTED = new RegExp(`^Reverts? ${OF}(${PULLS})(?:${END}|:)`, "i");
const REPEATED = new RegExp(
  `(?:^(?:\\[[^\\]]{1,50}\\] )?${BACKPORT} ${OF}(${PULLS})(?:${END}|:| on | to )|[[(](?:${LINE} )?${BACKPORT} ${OF}(${PULLS})[\\])])`,
  "i",
);
const QUOTING = /^(Revert|Reapply) "(.+)$/;
const REVERTING = /^revert(?:\([^()]{1,100}\))?!?: (.+)$/i;
const REPEATING = new RegExp(`^(?:backport(?:\\([^()]{1,100}\\))?: |\\[${LINE}\\]:? ?)(.+)$`, "i");
/** Consul's robot, and pydantic's people; the title is that of what is repeated, and may have been cut. */
const OF_TITLE = [
  new RegExp(`^backport of (.+) (?:in|on)?to ${LINE}$`, "i"),
  new RegExp(`^(.+) [[(](?:${LINE} backport|backport (?:(?:in|on)?to|for) ${LINE})[\\])]$`, "i"),
];
/** A pull request of another one's title: `fix: it (#12) (#15)`. */
const TWO_NUMBERS = new RegExp(`^(.+) \\(${PULL}\\) \\(${PULL}\\)$`);
const NUMBER = new RegExp(` ?\\((${PULL})\\)$`);
const NAME = new RegExp(`${PULL}|\\b${SHA}\\b`, "g");

/** What a subject says. The number of its own pull request may stand last; nothing reverts or repeats itself. */
function subjectStatements(subject: string): Statements {
  const reverted = REVERTED.exec(subject)?.[1];
  if (reverted !== undefined) return { ...NOTHING, reverts: namesOf(reverted) };
  const quoting = QUOTING.exec(withoutNumbers(subject));
  if (quoting !== null) return quoted("reverts", unquoted(quoting));
  const reverting = REVERTING.exec(subject)?.[1];
  if (reverting !== undefined) return quoted("reverts", { text: withoutOwn(reverting), isCut: false });
  const [, first, second] = REPEATED.exec(subject) ?? [];
  const repeated = first ?? second;
  if (repeated !== undefined) return { ...NOTHING, repeats: namesOf(repeated) };
  const repeating = REPEATING.exec(subject)?.[1];
  if (repeating !== undefined) return quoted("repeats", { text: withoutOwn(repeating), isCut: false });
  const titled = [withoutNumbers(subject), subject].flatMap((each) => titleIn(each) ?? [])[0];
  if (titled !== undefined)
    return quoted("repeats", { text: titled.replace(CUT, ""), isCut: CUT.test(titled) });
  const [, twin] = TWO_NUMBERS.exec(subject) ?? [];
  // The first number may be an issue's: only the same title tells that it is the other one's.
  return twin === undefined
    ? NOTHING
    : { ...NOTHING, subject: { kind: "repeats", text: twin, isCut: false } };
}

function titleIn(subject: string): string | undefined {
  return OF_TITLE.map((form) => form.exec(subject)?.[1]).find((title) => title !== undefined);
}

type Quotation = Pick<QuotedSubject, "text" | "isCut">;

function quoted(kind: QuotedSubject["kind"], { text, isCut }: Quotation): Statements {
  const number = NUMBER.exec(text)?.[1];
  const subject = { kind, text: withoutNumber(text), isCut };
  return { ...NOTHING, ...(number === undefined ? {} : { [kind]: namesOf(number) }), subject };
}

const CUT = /(?:…|\.\.\.)$/;

/** What git quotes; one that is not closed, or ends with dots, was cut. What lands again reverts the revert. */
function unquoted([, verb, text = ""]: readonly string[]): Quotation {
  const isClosed = text.endsWith('"');
  const inner = isClosed ? text.slice(0, -1) : text;
  const isCut = !isClosed || CUT.test(inner);
  const kept = inner.replace(CUT, "");
  return { text: verb === "Reapply" ? `Revert "${kept}${isCut ? "" : '"'}` : kept, isCut };
}

/** A subject without the number of its own pull request, where another one stands before it. */
function withoutOwn(subject: string): string {
  const without = withoutNumber(subject);
  return NUMBER.test(without) ? without : subject;
}

function withoutNumber(subject: string): string {
  return subject.replace(NUMBER, "").trimEnd();
}

/** Behind what is quoted stand only numbers of pull requests that carried the revert. */
function withoutNumbers(subject: string): string {
  const without = withoutNumber(subject);
  return without === subject ? subject : withoutNumbers(without);
}

function namesIn({ text, isOwn }: BodyLine, forms: readonly RegExp[]): string[] {
  if (!isOwn) return [];
  const names = forms.map((form) => form.exec(text)?.[1]).find((each) => each !== undefined);
  return names === undefined ? [] : namesOf(names);
}

/** The names in a list of them; a pull request's address as its name. */
function namesOf(list: string): string[] {
  return [...list.matchAll(NAME)].map(([name]) =>
    name.replace(/^https:\/\/[^/]+\/(.+)\/pull\/(\d+)$/, "$1#$2"),
  );
}
