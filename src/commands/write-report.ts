import { renderDigestsCsv } from "../render/digest/csv.ts";
import { renderSite } from "../render/site/pages.ts";
import type { Report } from "../report/report.ts";
import { writeSite } from "./write-site.ts";

/** Writes the site, with the digest as Markdown and as JSON. */
export async function writeReport(made: Report, folder: string): Promise<void> {
  const pages = made.site === undefined ? [] : renderSite(made.site);
  await writeSite(
    folder,
    new Map([...pages, ["digest.md", `${made.text}\n`], ["digest.json", `${toJson(made)}\n`]]),
  );
}

/** The keys of `digest --json`, and what is missing, if anything is. */
export function toJson({ digest, shortfalls }: Report): string {
  const found = shortfalls.length === 0 ? digest : { ...digest, incomplete: shortfalls };
  return JSON.stringify(found, undefined, 2);
}

/** The figures of each week that is complete, of the report's scope and then of each repository. */
export function toCsv({ site }: Report): string {
  const scopes = site === undefined ? [] : [site.main, ...site.repositories];
  const digests = scopes.flatMap(({ weeks }) => weeks);
  return renderDigestsCsv(digests.filter(({ state }) => state !== "open"));
}
