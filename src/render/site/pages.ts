import { fileNames } from "./file-names.ts";
import { renderPage } from "./page.ts";
import { PAGE_FOLDER } from "./page-mark.ts";
import { repositoryList } from "./repositories.ts";
import type { Site, SiteScope } from "./site.ts";
import { STYLE, STYLE_FILE } from "./style.ts";

type Pages = ReadonlyMap<string, string>;

/** The most bytes of a site, as far as leaving out weeks of repositories can help. */
const MOST_BYTES = 4_900_000;
/** The fewest weeks on the page of a repository, however many repositories there are. */
const FEWEST_WEEKS = 26;

/**
 * The files of a site by their paths in its folder: `index.html`, which needs no other, a page for each repository and
 * scope, and the style of these.
 */
export function renderSite(site: Site): Pages {
  const longest = Math.max(
    ...[...site.repositories, ...(site.scopes ?? [])].map(({ weeks }) => weeks.length),
  );
  const whole = renderWeeks(site, longest);
  const most = bytesOf(whole);
  if (most <= MOST_BYTES || longest <= FEWEST_WEEKS) return whole;
  const short = renderWeeks(site, FEWEST_WEEKS);
  const fewest = bytesOf(short);
  const more = Math.floor(((MOST_BYTES - fewest) / (most - fewest)) * (longest - FEWEST_WEEKS));
  return more <= 0 ? short : renderWeeks(site, FEWEST_WEEKS + more);
}

function renderWeeks({ main, repositories, scopes = [] }: Site, most: number): Pages {
  const names = fileNames([
    ...repositories.map(({ name }) => name),
    ...scopes.map(({ name }) => `scope-${name.slice(main.name.length + 2).replaceAll("/", "-")}`),
  ]);
  const linked = [...repositories, ...scopes].map((scope, index) => {
    return { scope, path: `${PAGE_FOLDER}/${names[index]}.html` };
  });
  const [listed, named] = [linked.slice(0, repositories.length), linked.slice(repositories.length)];
  const scopePages = new Map(named.map(({ scope, path }) => [scope.name, path]));
  return new Map([
    ["index.html", renderPage({ ...main, scopePages }, { repositories: repositoryList(main, listed) })],
    ...linked.map(
      ({ scope, path }) => [path, renderPage(lastWeeks(scope, most), { home: main.name, path })] as const,
    ),
    ...(linked.length === 0 ? [] : ([[STYLE_FILE, STYLE]] as const)),
  ]);
}

function lastWeeks(scope: SiteScope, most: number): SiteScope {
  const leftOut = Math.max(0, scope.weeks.length - most);
  return leftOut === 0 ? scope : { ...scope, weeks: scope.weeks.slice(leftOut), leftOut };
}

function bytesOf(pages: Pages): number {
  return [...pages.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
