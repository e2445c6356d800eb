import { fileNames } from "./file-names.ts";
import { renderPage } from "./page.ts";
import { repositoryList } from "./repositories.ts";
import type { Site } from "./site.ts";
import { STYLE, STYLE_FILE } from "./style.ts";

/**
 * The files of a site by their paths in its folder: `index.html`, which needs no other, a page for each repository, and
 * the style of these.
 */
export function renderSite({ main, repositories }: Site): ReadonlyMap<string, string> {
  const names = fileNames(repositories.map(({ name }) => name));
  const linked = repositories.map((scope, index) => ({ scope, path: `repositories/${names[index]}.html` }));
  return new Map([
    ["index.html", renderPage(main, { repositories: repositoryList(main, linked) })],
    ...linked.map(({ scope, path }) => [path, renderPage(scope, { home: main.name })] as const),
    ...(linked.length === 0 ? [] : ([[STYLE_FILE, STYLE]] as const)),
  ]);
}
