const MOST_CHARACTERS = 200;

/** What may follow an address and hold a secret: a query, a fragment; and, before the host, a password. */
const ADDRESS = /\b(https?:\/\/)(?:[^\s/@]*@)?([^\s?#]*)(?:[?#]\S*)?/g;
/** GitHub's tokens, JSON Web Tokens, and what follows the name of an authorization scheme. */
const SECRETS = /\bgh[a-z]_\w+|\bgithub_pat_\w+|\beyJ[\w-]*\.[\w.-]+|(?<=\b(?:bearer|basic|token) )\S+/gi;

/**
 * An error in one line, for a log or a store: its name and message, without a stack, a query, a token, or much of what
 * anybody wrote.
 */
export function errorText(error: unknown): string {
  const [line = ""] = String(error).split("\n", 1);
  return line.replace(ADDRESS, "$1$2").replace(SECRETS, "…").slice(0, MOST_CHARACTERS);
}
