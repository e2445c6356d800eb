import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { Page } from "../../src/pages/page.ts";
import { html } from "../../src/render/html.ts";
import { createdPage } from "../../src/setup/created-page.ts";
import { formPage } from "../../src/setup/form-page.ts";
import { createManifest, manifestTarget } from "../../src/setup/manifest.ts";
import { PURPOSES } from "../../src/setup/permissions.ts";
import { unconvertedPage, unwritablePage } from "../../src/setup/problem-page.ts";
import { reviewPage } from "../../src/setup/review-page.ts";
import { runs } from "../support/limits.ts";

const ORIGIN = "https://github.com";

/** Answers with the same text in each field. */
const answersOf = (text: string) => ({
  organization: text,
  name: text,
  publicUrl: text,
  digestPer: text,
  digestRepository: text,
});

/** Every page with the same text in each place that is not ours. */
const PAGES: Readonly<Record<string, (text: string) => Page>> = {
  form: (text) =>
    formPage({
      filledIn: answersOf(text),
      problems: answersOf(text),
      origin: ORIGIN,
      isPublicUrlSet: false,
    }),
  review: (text) => {
    const answers = answersOf(text);
    const manifest = { ...createManifest(answers), default_permissions: { [text]: "read" as const } };
    const reach = { result: "reached", isPrivate: true } as const;
    return reviewPage({ answers, manifest, reach, next: { target: manifestTarget(ORIGIN, answers, text) } });
  },
  elsewhere: (text) => {
    const answers = answersOf(text);
    const reach = { result: "no name", isPrivate: false } as const;
    return reviewPage({ answers, manifest: createManifest(answers), reach, next: { continueAt: text } });
  },
  created: (text) =>
    createdPage({ app: text, path: text, variables: { [text]: text, OTHER: text }, failure: text }),
  unwritable: (text) => unwritablePage(text, text, html`${text}`),
  unconverted: (text) => unconvertedPage(text, false),
};

const AWKWARD = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    `"><script>alert(1)</script>`,
    "'><img src=x onerror=alert(1)>",
    "</textarea><script>",
    "</style></title><b>",
    "&quot;&#34;&lt;",
    "javascript:alert(1)",
    'a" onfocus="alert(1)" autofocus="',
  ),
);

/** The elements of a page with the names of their attributes, which no text may change. */
function shapeOf({ body }: Page): string[] {
  const { document } = parseHTML(`<html><body>${body.text}</body></html>`);
  return [...document.querySelectorAll("*")].map(
    ({ tagName, attributes }) => `${tagName} ${[...attributes].map(({ name }) => name).join(" ")}`,
  );
}

describe.each(Object.entries(PAGES))("the page %s", (_, pageOf) => {
  it("keeps any text within its attribute or its element", () => {
    const shape = shapeOf(pageOf("http://plain"));

    fc.assert(
      fc.property(AWKWARD, (text) => {
        fc.pre(text.trim() !== "");
        // Its shape tells apart only an address that is http.
        expect(shapeOf(pageOf(`http://${text}`))).toEqual(shape);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe("the review of a manifest", () => {
  it("says of each permission of app.yml what it is for", () => {
    const { default_permissions } = createManifest({
      organization: "",
      name: "x",
      publicUrl: "x",
      digestPer: "",
      digestRepository: "",
    });

    expect(Object.keys(PURPOSES).sort()).toEqual(Object.keys(default_permissions).sort());
  });
});
