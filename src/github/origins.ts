import { BlockList, isIP } from "node:net";

/** The origin of GitHub's pages, such as `https://github.com`, for the URL of its API. */
export function gitHubOrigin(apiUrl: string): string {
  const { protocol, host, origin } = new URL(apiUrl);
  // GitHub.com, and GitHub Enterprise Cloud with data residency. GitHub Enterprise Server has its API below its pages.
  const [, pages] = /^api\.(github\.com|[a-z\d-]+\.ghe\.com)$/.exec(host) ?? [];
  return pages === undefined ? origin : `${protocol}//${pages}`;
}

/** The addresses of the machine itself. The list knows IPv4 addresses in the notation of IPv6 too. */
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("0.0.0.0", "ipv4");
loopback.addAddress("::1", "ipv6");
loopback.addAddress("::", "ipv6");

/** Whether a URL leads to the reader's own machine, so that GitHub, being another one, cannot reach it. */
export function isLoopback(url: string): boolean {
  // A name may end with the dot of the DNS root.
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, "");
  const family = isIP(host);
  if (family === 0) return /^(.+\.)?localhost$/.test(host);
  return loopback.check(host, family === 6 ? "ipv6" : "ipv4");
}
