import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const PAGES = globSync(["*.md", "docs/**/*.md", "spec/*.md"]).sort();
const CODE = /^```[\s\S]*?^```$|`[^`\n]*`/gm;

/** The links of a page to files of the repository, each with its heading. */
function linksOf(page: string): { file: string; heading: string | undefined }[] {
  const text = readFileSync(page, "utf8").replace(CODE, "");
  const links = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => target);
  return links
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = "", heading] = target.split("#");
      return { file: path === "" ? page : join(dirname(page), path), heading };
    });
}

/** The anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the links of the documents", () => {
  it.each(PAGES)("lead from %s to files and headings that are there", (page) => {
    const dead = linksOf(page).filter(
      ({ file, heading }) =>
        !existsSync(file) || (heading !== undefined && !anchorsOf(file).includes(heading)),
    );

    expect(dead).toEqual([]);
  });

  it("reach each document from the README", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached)
      for (const { file } of linksOf(page)) if (PAGES.includes(file)) reached.add(file);

    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });
});
