import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { digestHtml } from "../../src/pages/digest-html.ts";
import { type Progress, progressPage } from "../../src/pages/progress-page.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";
import { PROGRESS } from "./progress.ts";

const bodyOf = (html: string) => parseHTML(`<html><body>${html}</body></html>`).document.body;

/** The elements with the names of their attributes. */
const shapeOf = (html: string) =>
  [...bodyOf(html).querySelectorAll("*")].map(
    ({ tagName, attributes }) => `${tagName} ${[...attributes].map(({ name }) => name).join(" ")}`,
  );

const textOf = (progress: Partial<Progress>) =>
  bodyOf(progressPage({ ...PROGRESS, ...progress }).body.text).textContent?.replaceAll(/\s+/g, " ") ?? "";

describe("the progress", () => {
  it("says what is read, how far, and what is missing", () => {
    expect(textOf({})).toMatchInlineSnapshot(
      `"GitHub reached this server at 2026-11-23 12:01 UTC. What is read The last 13 weeks of 40 repositories: 20 read, 2 being read, 18 waiting. About 12 minutes left. acme/secret-shop: 300 of about 1200 pull requestsacme/api: releases (part 6 of 11) What is missingno digest issue in 1 repository, Issues are off: acme/old (turn Issues on) The first digest It is computed once the past is read. Load again Only the browser in which the App was created sees it, for 14 days. On the server, plimsoll status shows the progress too."`,
    );
  });

  it.each<[string, Partial<Progress>, string]>([
    ["no delivery", { hook: "none yet" }, "GitHub has not sent anything to this server yet."],
    ["no log", { hook: "unknown" }, "GitHub's log of deliveries cannot be read now."],
    [
      "a failed delivery",
      { hook: { failedAt: "2026-11-23 12:01", cause: "answered 502", remedy: "look at the proxy" } },
      "GitHub's latest delivery failed, at 2026-11-23 12:01 UTC: answered 502. Remedy: look at the proxy.",
    ],
    [
      "no repository",
      { counts: { repositories: 0, read: 0, waiting: 0 }, reading: [], minutesLeft: undefined },
      "No repository yet: install the App",
    ],
    ["no digest", { preview: "none" }, "No config asks for a digest."],
    ["a failed digest", { preview: "failed" }, "It could not be computed: the server's log has the reason."],
    ["a computation", { preview: "computing" }, "It is being computed."],
    [
      "an issue",
      { preview: { issueUrl: "https://github.com/acme/shop/issues/9" } },
      "The newest one is on GitHub.",
    ],
  ])("says so of %s", (_, progress, text) => {
    expect(textOf(progress)).toContain(text);
  });

  it("stays small with a thousand repositories", () => {
    const lines = Array.from(
      { length: 1_000 },
      (_, index) => `acme/${"r".repeat(90)}${index}: ${"x".repeat(200)}`,
    );
    const { body } = progressPage({ ...PROGRESS, reading: lines, lacking: lines });

    expect(body.text.length).toBeLessThan(10_000);
    expect(textOf({ reading: lines })).toContain("and 990 more");
  });

  it("keeps any text within its element", () => {
    const pageOf = (text: string) =>
      progressPage({
        ...PROGRESS,
        hook: { failedAt: text, cause: text, remedy: text },
        reading: [text],
        lacking: [text],
        preview: { title: text, body: "" },
      }).body.text;
    const shape = shapeOf(pageOf("plain"));

    fc.assert(
      fc.property(anyText, (text) => {
        expect(shapeOf(pageOf(text))).toEqual(shape);
      }),
      { numRuns: runs(100) },
    );
  });
});

/** The elements that a rendered digest may have, each with its attributes. */
const ALLOWED =
  /^(P|H[1-6]|UL|LI|OL|STRONG|EM|DEL|CODE|PRE|BLOCKQUOTE|TABLE|THEAD|TBODY|TR|BR|HR|DETAILS|SUMMARY|SUP|SECTION|A|INPUT|TH|TD|IMG) ?(class|href|align|start|type|checked|disabled|src|alt|title|id|data-footnote-ref|aria-describedby|dir|data-footnotes|data-footnote-backref|aria-label| )*$/;

describe("a digest on a page", () => {
  it.each(Object.entries(DIGESTS))("%s is shown whole, without a tag that is left as text", (_, { body }) => {
    const shown = bodyOf(digestHtml(body).text);

    expect(shown.textContent).not.toMatch(/<details>|<summary>|<!-- plimsoll/);
    expect(shown.querySelectorAll("details")).toHaveLength(body.match(/<details>/g)?.length ?? 0);
    expect(shown.querySelectorAll("img, script, style, iframe, form")).toHaveLength(0);
  });

  it("has no script, no other HTML and no dangerous link, whatever its text is", () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const { text } = digestHtml(`${before}\n\n<details><summary>x</summary>\n\n${after}\n\n</details>`);
        const body = bodyOf(text);

        expect(shapeOf(text).filter((each) => !ALLOWED.test(each))).toEqual([]);
        for (const link of body.querySelectorAll("a"))
          expect(link.getAttribute("href") ?? "").not.toMatch(/^\s*(javascript|data|vbscript):/i);
      }),
      { numRuns: runs(300) },
    );
  });
});
