import { routeOf } from "./route.ts";

/** An address, and the parts of it that can hold a secret: a password before the host, a query, a fragment. */
const ADDRESS =
  /\b((?:https?|postgres(?:ql)?):\/\/)(?:[^\s/@]*@)?([^\s/?#"')]*)([^\s?#"')]*)(?:[?#][^\s"')]*)?/g;
/** A path, of our API or of a machine. */
const PATH = /(?<![\w/.…])(?:\/[\w.@%+~-]+){2,}[^\s"'),;]*/g;
/** GitHub's tokens, JSON Web Tokens, and the text after the name of an authorization scheme. */
const SECRETS = /\bgh[a-z]_\w+|\bgithub_pat_\w+|\beyJ[\w-]*\.[\w.-]+|(?<=\b(?:bearer|basic|token) )\S+/gi;
const PEOPLE = /[^\s@<>()"'`,:;]+@[^\s@<>()"'`,:;]+|(?<![\w/])@[\w-]+/g;
/** GitHub and parsers quote users' text; the quotation may hold quotation marks, so it extends to the last one. */
const QUOTED = [/".*"/g, /`.*`/g, /(?<=^|[\s(:])'.*'(?=[\s).,;:]|$)/g];
/** An object or a list inside a text is a response, or holds the values of a request. */
const BRACES = /[{[].*[}\]]/g;

/** Redacts the first line of a text: accounts, secrets, the queries of addresses, quotations, and the given values. */
export function redact(text: string, values: Iterable<string> = []): string {
  const [line = ""] = text.split("\n", 1);
  const hidden = [...new Set(values)]
    .filter((value) => value.trim().length > 2)
    .sort((a, b) => b.length - a.length);
  const plain = hidden.reduce((rest, value) => rest.replace(wholeWord(value), "…"), line);
  const named = plain
    .replace(ADDRESS, (_, scheme: string, host: string, path: string) => `${scheme}${host}${routeOf(path)}`)
    .replace(PATH, routeOf);
  return [...QUOTED, BRACES, SECRETS, PEOPLE].reduce((rest, pattern) => rest.replace(pattern, "…"), named);
}

function wholeWord(value: string): RegExp {
  return new RegExp(`(?<!\\w)${value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "g");
}
