/** The origin of GitHub's pages, such as `https://github.com`, for the URL of its API. */
export function gitHubOrigin(apiUrl: string): string {
  const { protocol, host, origin } = new URL(apiUrl);
  // GitHub.com, and GitHub Enterprise Cloud with data residency. GitHub Enterprise Server has its API below its pages.
  const [, pages] = /^api\.(github\.com|[a-z\d-]+\.ghe\.com)$/.exec(host) ?? [];
  return pages === undefined ? origin : `${protocol}//${pages}`;
}

/** Whether a URL leads to the reader's own machine, so that GitHub, being another one, cannot reach it. */
export function isLoopback(url: string): boolean {
  return /^(localhost|.+\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/.test(new URL(url).hostname);
}
