/** The fixed words in the paths of GitHub's addresses; every other part is a name. */
const WORDS: ReadonlySet<string> = new Set(
  `access_tokens activity api app app-manifests attempts branches check-runs check-suites commits compare contents
  conversions deliveries deployments files git graphql heads hook installation installations issues labels latest
  matching-refs orgs pulls ref refs releases repos repositories repository-owner reviews statuses tags user users v3`.split(
    /\s+/,
  ),
);

/** The path of an address, without its names: `/repos/…/…/compare/…`. */
export function routeOf(url: string): string {
  const [path = ""] = url.replace(/^https?:\/\/[^/?#]*/, "").split(/[?#]/, 1);
  return path
    .split("/")
    .map((part) => (part === "" || WORDS.has(part) ? part : "…"))
    .join("/");
}

/** The names in an address: the parts of its path that are no fixed words, and its query. */
export function namesIn(url: string): string[] {
  const [address = "", query = ""] = url.replace(/^https?:\/\/[^/?#]*/, "").split("?", 2);
  const parts = address.split("/").filter((part) => part !== "" && !WORDS.has(part));
  const asked = [...new URLSearchParams(query).values()];
  return [...parts, ...parts.flatMap((part) => decoded(part).split(/\.{2,3}|\//)), ...asked];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
