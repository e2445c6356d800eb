import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tablesOf } from "./markdown.ts";

/** A test that a document names: its title, and the file in which it stands. */
export interface NamedTest {
  readonly title: string;
  readonly file: string;
}

const HELD_BY = "held by";
/** Such a link leads to a whole file, and names no test in it. */
const WHOLE_FILE = "test";

/** The promises of a document that name no test: rows of its tables that end with what they are held by. */
export function unheldPromises(document: string): string[] {
  const tables = tablesOf(linesOf(document)).filter(({ header }) => header.at(-1) === HELD_BY);
  if (tables.length === 0) throw new Error(`${document} has no table that ends with "${HELD_BY}"`);
  return tables
    .flatMap(({ rows }) => rows)
    .flatMap(([promise = "", ...rest]) => (testsIn(document, rest.at(-1) ?? "").length > 0 ? [] : [promise]));
}

/** Each test that a document names. */
export function namedTests(document: string): NamedTest[] {
  return testsIn(document, linesOf(document).join("\n"));
}

/** Whether there is such a test, and it is run. */
export function isTest({ title, file }: NamedTest): boolean {
  if (!existsSync(file)) return false;
  if (title === WHOLE_FILE) return true;
  const source = readFileSync(file, "utf8");
  const quoted = RegExp.escape(JSON.stringify(title));
  return new RegExp(`(?<!\\.(?:skip|todo)|// .*)\\(\\s*${quoted},`).test(source);
}

function testsIn(document: string, text: string): NamedTest[] {
  const links = text.matchAll(/\[([^\]]+)\]\(([\w./-]+\.test\.ts)\)/g);
  return [...links].map(([, title = "", path = ""]) => ({ title, file: join(dirname(document), path) }));
}

function linesOf(document: string): string[] {
  return readFileSync(document, "utf8").split("\n");
}
