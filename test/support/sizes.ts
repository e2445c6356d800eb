import { type ESTree, parseSync, Visitor } from "rolldown/utils";

/** A file or a function with its size in lines of code: lines that hold more than spaces and comments. */
export interface Sized {
  readonly place: string;
  readonly lines: number;
  /** Whether a comment gives the reason for its size: "Long, because …". */
  readonly hasReason: boolean;
}

const REASON = /\bLong, because \w/;

/**
 * Measures a file, and all functions in its syntax tree, anonymous ones included.
 *
 * The size of a function is that of its body, with the functions inside it, and without its braces. Its reason stands in
 * the comment that ends on the line before it. The reason of a file stands before its first statement.
 */
export function sizesIn(file: string, text: string): { readonly whole: Sized; readonly functions: Sized[] } {
  const { program, comments } = parseSync(file, text);
  const code = comments.reduce(blankOut, text);
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
  const reasons = comments.filter(({ value }) => REASON.test(value));
  const functions: Sized[] = [];
  const measure = ({ start, body }: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    if (!body) return;
    const braces = body.type === "BlockStatement" ? 1 : 0;
    const line = lineOf(start);
    functions.push({
      place: `${file}:${line}`,
      lines: countLines(code.slice(body.start + braces, body.end - braces)),
      hasReason: reasons.some(({ end }) => lineOf(end) === line - 1),
    });
  };
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program);
  const begin = program.body[0]?.start ?? text.length;
  const hasReason = reasons.some(({ end }) => end <= begin);
  return { whole: { place: file, lines: countLines(code), hasReason }, functions };
}

/** The text with spaces in the place of a comment. */
function blankOut(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end);
}

function countLines(code: string): number {
  return code.split("\n").filter((line) => line.trim() !== "").length;
}
