import { type BodyLine, bodyLines } from "./body-lines.ts";
import {
  BACKPORT_BRANCH,
  NAME,
  NUMBER,
  OF_TITLE,
  PREFIX,
  QUOTING,
  REPEATED,
  REPEATING,
  REPEATS,
  REVERTED,
  REVERTING,
  REVERTS,
  SIGNS,
  SINGLE_QUOTED,
  TITLE_BELOW,
  TWO_NUMBERS,
} from "./statement-forms.ts";

/**
 * The statements of a commit's or pull request's text about other changes. Only the files decide whether they are true.
 */
export interface Statements {
  /**
   * The changes that it claims to revert: a commit by its id or the beginning of that, `#12`, `owner/name#12`, or
   * GitLab's `!12`.
   */
  readonly reverts: readonly string[];
  /** The changes that it claims to repeat on another branch, in the same forms. */
  readonly repeats: readonly string[];
  /** The quoted subject of the reverted or repeated change, perhaps only its beginning. */
  readonly subject: QuotedSubject | undefined;
}

/** A subject that another subject quotes. */
export interface QuotedSubject {
  readonly kind: "reverts" | "repeats";
  readonly text: string;
  /** Whether the text is only the beginning: long subjects are cut. */
  readonly isCut: boolean;
}

const NOTHING: Statements = { reverts: [], repeats: [], subject: undefined };

/**
 * Reads the statements of a message about other changes. Its first line is the subject, like the title of a pull
 * request.
 *
 * A statement is a line of its own, in the words of git, GitHub, GitLab and the backport tools. Text in a sentence, a
 * list, a quotation, a sample, a comment or a folded block is about other people's work.
 */
export function statementsOf(message: string): Statements {
  // A quick test first: most messages contain no statement, and whole histories are read.
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

/**
 * The statements of a subject. The number of its own pull request may be at the end, since nothing reverts or repeats
 * itself.
 */
function subjectStatements(subject: string): Statements {
  const reverted = REVERTED.exec(subject)?.[1];
  if (reverted !== undefined) return { ...NOTHING, reverts: namesOf(reverted) };
  const quoting = QUOTING.exec(withoutNumbers(subject).replace(SINGLE_QUOTED, '$1 "$2"'));
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
  // The first number may be an issue's. Only an equal title confirms that it is the other change's.
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

/**
 * The quoted subject. It was cut if the quotation is not closed or ends with dots. A change that lands again reverts
 * the revert.
 */
function unquoted([, verb, text = ""]: readonly string[]): Quotation {
  const isClosed = text.endsWith('"');
  const inner = isClosed ? text.slice(0, -1) : text;
  const isCut = !isClosed || CUT.test(inner);
  const kept = inner.replace(CUT, "");
  return { text: verb === "Reapply" ? `Revert "${kept}${isCut ? "" : '"'}` : kept, isCut };
}

/** A subject without the number of its own pull request, if another number comes before it. */
function withoutOwn(subject: string): string {
  const without = withoutNumber(subject);
  return NUMBER.test(without) ? without : subject;
}

function withoutNumber(subject: string): string {
  return subject.replace(NUMBER, "").trimEnd();
}

/** A quoted subject without the numbers after it, which are of pull requests that carried the revert. */
function withoutNumbers(subject: string): string {
  const without = withoutNumber(subject);
  return without === subject ? subject : withoutNumbers(without);
}

function namesIn({ text, isOwn }: BodyLine, forms: readonly RegExp[]): string[] {
  if (!isOwn) return [];
  const names = forms.map((form) => form.exec(text)?.[1]).find((each) => each !== undefined);
  return names === undefined ? [] : namesOf(names);
}

/** The names in a list. The address of a pull request becomes its name. */
function namesOf(list: string): string[] {
  return [...list.matchAll(NAME)].map(([name]) =>
    name.replace(/^https:\/\/[^/]+\/(.+)\/pull\/(\d+)$/, "$1#$2"),
  );
}
