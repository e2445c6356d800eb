import { fileNames } from "./file-names.ts";
import { renderPage } from "./page.ts";
import type { Site } from "./site.ts";

/** The pages of a site by their paths in its folder: `index.html`, and one for each repository. */
export function renderSite({ main, repositories }: Site): ReadonlyMap<string, string> {
  const names = fileNames(repositories.map(({ name }) => name));
  const links = repositories.map((scope, index) => ({ scope, path: `repositories/${names[index]}.html` }));
  return new Map([
    ["index.html", renderPage(main, { repositories: links })],
    ...links.map(({ scope, path }) => [path, renderPage(scope, { home: { name: main.name } })] as const),
  ]);
}
