import { describe, expect, it } from "vitest";
import { CHECK_RUNS } from "../../dev/gallery/check-runs.ts";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { githubHtml } from "../../dev/gallery/github-markdown.ts";
import { OURS } from "../../dev/gallery/texts.ts";
import { SECTIONS } from "../../src/render/digest/sections.ts";
import { escapesOf, unevenRows } from "../support/escapes.ts";

/** GitHub refuses more of a check run's summary and text, in bytes. */
const MOST_BYTES = 65_535;
/** GitHub refuses more of an issue's body and title, in characters. */
const MOST_CHARACTERS = 65_536;
const LONGEST_TITLE = 255;
/** The box at the end of a pull request shows about so many characters of a check run's title. */
const SHOWN_OF_TITLE = 60;
/** The same box on a phone. What follows the last dot of a title may be cut there. */
const SHOWN_ON_PHONE = 40;

describe.each(Object.entries(CHECK_RUNS))("the check run that is %s", (_, { title, summary, text }) => {
  it("lets no text out of where it is shown", () => {
    expect(escapesOf(githubHtml(`${summary}\n\n${text}`), OURS)).toEqual([]);
    expect(unevenRows(text)).toEqual([]);
  });

  it("is taken by GitHub, with a title that is shown whole", () => {
    expect(title.length).toBeLessThan(SHOWN_OF_TITLE);
    for (const part of [summary, text]) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(MOST_BYTES);
  });
});

describe("the titles of check runs", () => {
  it.each(Object.values(CHECK_RUNS).map(({ title }) => title))(
    "have their answer on a phone: %s",
    (title) => {
      const answer = title.includes(" · ") ? title.slice(0, title.lastIndexOf(" · ")) : title;

      expect(answer.length).toBeLessThanOrEqual(SHOWN_ON_PHONE);
    },
  );
});

describe.each(Object.entries(DIGESTS))("the digest that is %s", (_, { title, body }) => {
  it("lets no text out of where it is shown", () => {
    expect(escapesOf(githubHtml(body), OURS)).toEqual([]);
    expect(unevenRows(body)).toEqual([]);
  });

  it("is taken by GitHub", () => {
    expect(title.length).toBeLessThanOrEqual(LONGEST_TITLE);
    expect(body.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  });

  it("has one marker, by which it is found", () => {
    expect(body.match(/<!--.*?-->/g)).toEqual(["<!-- plimsoll:digest repository=7 week=2026-W47 -->"]);
  });
});

describe("the digests of the gallery", () => {
  const shown = new Set(Object.values(DIGESTS).flatMap(({ sections }) => sections));
  const inIssues = Object.entries(SECTIONS).filter(([, { markdown }]) => markdown !== undefined);

  it.each(inIssues)("show the section %s", (name) => {
    expect(shown).toContain(name);
  });
});
