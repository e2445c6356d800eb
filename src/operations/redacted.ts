import { routeOf } from "./route.ts";

/** What may follow an address and hold a secret: a query, a fragment; and, before the host, a password. */
const ADDRESS = /\b(https?:\/\/)(?:[^\s/@]*@)?([^\s/?#"')]*)([^\s?#"')]*)(?:[?#][^\s"')]*)?/g;
/** A path, of our API or of a machine. */
const PATH = /(?<![\w/.…])(?:\/[\w.@%+~-]+){2,}[^\s"'),;]*/g;
/** GitHub's tokens, JSON Web Tokens, and what follows the name of an authorization scheme. */
const SECRETS = /\bgh[a-z]_\w+|\bgithub_pat_\w+|\beyJ[\w-]*\.[\w.-]+|(?<=\b(?:bearer|basic|token) )\S+/gi;
const PEOPLE = /[^\s@<>()"'`,:;]+@[^\s@<>()"'`,:;]+|(?<![\w/])@[\w-]+/g;
/** GitHub and parsers quote what somebody wrote; to the last quotation mark, since one may stand within. */
const QUOTED = [/".*"/g, /`.*`/g, /(?<=^|[\s(:])'.*'(?=[\s).,;:]|$)/g];
/** An object or a list in the midst of a text is an answer, or what was asked with. */
const BRACES = /[{[].*[}\]]/g;

/** The first line of a text, without an account, a secret, an address's query, what is quoted, and some values that may stand in it. */
export function redacted(text: string, values: Iterable<string> = []): string {
  const [line = ""] = text.split("\n", 1);
  const told = [...new Set(values)]
    .filter((value) => value.trim().length > 2)
    .sort((a, b) => b.length - a.length);
  const plain = told.reduce((rest, value) => rest.replace(wholeWord(value), "…"), line);
  const named = plain
    .replace(ADDRESS, (_, scheme: string, host: string, path: string) => `${scheme}${host}${routeOf(path)}`)
    .replace(PATH, routeOf);
  return [...QUOTED, BRACES, SECRETS, PEOPLE].reduce((rest, pattern) => rest.replace(pattern, "…"), named);
}

function wholeWord(value: string): RegExp {
  return new RegExp(`(?<!\\w)${value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "g");
}
