const MOST_CHARACTERS = 200;

/** What may follow an address and hold a secret: a query, a fragment; and, before the host, a password. */
const ADDRESS = /\b(https?:\/\/)(?:[^\s/@]*@)?([^\s?#]*)(?:[?#]\S*)?/g;
/** GitHub's tokens, JSON Web Tokens, and what follows the name of an authorization scheme. */
const SECRETS = /\bgh[a-z]_\w+|\bgithub_pat_\w+|\beyJ[\w-]*\.[\w.-]+|(?<=\b(?:bearer|basic|token) )\S+/gi;

/** The parts of a path that name an account and what belongs to it. */
const OWNED = /\/(repos|users|orgs)\/[^\s)]+/g;
/** GitHub and parsers quote what somebody wrote. */
const QUOTED = /(?<=^|[\s(:])(["'`]).*?\1(?=[\s).,;:]|$)/g;

/** An error in one line, for a log or a store: its name and message, without a stack, an account, a text, or a secret. */
export function errorText(error: unknown): string {
  const [line = ""] = String(error).split("\n", 1);
  return line
    .replace(ADDRESS, "$1$2")
    .replace(OWNED, "/$1/…")
    .replace(QUOTED, "…")
    .replace(SECRETS, "…")
    .slice(0, MOST_CHARACTERS);
}
