import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { digestOf, on, repository, shipped } from "../../dev/simulation/examples/records.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { NOTIFICATION_FORMATS } from "../../src/domain/notification.ts";
import type { SpendFinding } from "../../src/domain/spend/alerts.ts";
import { headlineText } from "../../src/render/digest/headline/section.ts";
import { renderNotification } from "../../src/render/notification/forms.ts";
import { alertMessage, digestMessage } from "../../src/render/notification/message.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";

const numRuns = runs(60);
const URL_OF_ISSUE = "https://github.com/acme/shop/issues/1";
/** Teams refuses more than 28 kB by its documents, and more than 21 kB in a measurement. */
const MOST_BYTES = 21_000;
/**
 * Slack's limits: for the text of a header, in which no name needs escaping, for that of a section, for the number of
 * blocks, and for all blocks together, which is measured and stands in no document.
 */
const [LONGEST_HEADER, LONGEST_SECTION, MOST_BLOCKS, LONGEST_BLOCKS] = [150, 3_000, 50, 13_000];

/** Names that are as long as can be once they are escaped, and names that mean something to a chat. */
const WORST = [
  "&",
  "<",
  '"',
  "\\",
  "👩‍💻",
  "مرحبا",
  "\u202e",
  "<!channel> ",
  "<@U1> ",
  "[a](https://evil.example) ",
].map((piece) => piece.repeat(1_000));

function finding(name: string): SpendFinding {
  const used = { used: 5n, usedPart: 5, elapsedPart: 0.5, amount: 1n, completeThrough: undefined };
  const rest = { atEnd: undefined, daysBehind: 0, isPartial: false };
  const budget = {
    name,
    currency: "USD",
    per: "month",
    alertAt: [50],
    perDay: undefined,
    ...used,
    ...rest,
  } as const;
  const period = { from: "2026-11-01", until: "2026-12-01" };
  return { kind: "budget", key: name, budget: { ...budget, period }, step: 50 };
}

/** All texts in a value, with the keys that lead to them. */
function textsIn(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, `${path}.${key}`));
}

describe("a notification of an alert", () => {
  it.each(NOTIFICATION_FORMATS)(
    "in %s shows what anybody writes as text of one line, and is not too large",
    (format) => {
      const property = fc.property(anyText, fc.array(anyText, { maxLength: 40 }), (owner, names) => {
        const message = alertMessage(names.map(finding), { owner, url: URL_OF_ISSUE });
        const body = renderNotification(format, message, at(2));
        const texts = textsIn(JSON.parse(body));

        expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES);
        for (const [, text] of texts) expect(text).not.toMatch(/[\n\r\u2028\u202e]/u);
        if (format === "slack") {
          const ours = `<${URL_OF_ISSUE}|Open the issue>`;
          for (const [, text] of texts)
            expect(text.replace(ours, "")).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
          expect(message.title.length).toBeLessThanOrEqual(LONGEST_HEADER);
          for (const [, text] of texts) expect(text.length).toBeLessThanOrEqual(LONGEST_SECTION);
          for (const [, text] of texts) expect(text).not.toBe("");
          const { blocks } = JSON.parse(body);
          expect(blocks.length).toBeLessThanOrEqual(MOST_BLOCKS);
          expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(LONGEST_BLOCKS);
        }
      });

      const examples = WORST.map((name): [string, string[]] => ["acme", Array(13).fill(name)]);
      examples.push(["acme", Array(500).fill("&".repeat(120))]);
      fc.assert(property, { numRuns, examples });
    },
  );
});

describe("a notification in JSON", () => {
  it("has the form in docs/operations.md, and its version", () => {
    const page = readFileSync("docs/operations.md", "utf8");
    const example = JSON.parse(
      /^```json\n(\{\n {2}"type": "digest\.published"[^`]+)```$/m.exec(page)?.[1] ?? "{}",
    );
    const message = { kind: "digest", ...example.data } as const;
    const createdAt = new Date(example.timestamp);

    expect(example.version).toBe(1);
    expect(JSON.parse(renderNotification("json", message, createdAt))).toEqual(example);
  });
});

describe("a notification of a digest", () => {
  it.each(Object.entries(DIGESTS))("begins with the answer in one line: %s", (_, { digest }) => {
    const [answer] = digestMessage(digest, {}, { title: "", url: URL_OF_ISSUE }).lines;

    expect(answer).toBe(headlineText(digest));
    expect(answer).toMatch(/^\d+ normalized deployments? in \d{4}-W\d\d[^\n*#]*$/);
    if (digest.normalizedDeployments.total > 0) expect(answer).toContain(", ");
  });

  it("is its title, its number, its verdict and what to do", () => {
    const digest = digestOf([repository([shipped(on("2026-W45", 1))])]);
    const message = digestMessage(
      digest,
      {},
      { title: "Plimsoll · acme/shop · 2026-W45", url: URL_OF_ISSUE },
    );

    expect(message).toMatchInlineSnapshot(`
      {
        "kind": "digest",
        "lines": [
          "0 normalized deployments in 2026-W47",
          "Why 0: Nothing was merged. No change detected. The total is usually 0 a week.",
          "What to do: Nothing is missing: work counts in the week of its merge.",
        ],
        "title": "Plimsoll · acme/shop · 2026-W45",
        "url": "https://github.com/acme/shop/issues/1",
      }
    `);
    expect(JSON.parse(renderNotification("slack", message, at(9)))).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "emoji": false,
              "text": "Plimsoll · acme/shop · 2026-W45",
              "type": "plain_text",
            },
            "type": "header",
          },
          {
            "text": {
              "emoji": false,
              "text": "0 normalized deployments in 2026-W47",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "Why 0: Nothing was merged. No change detected. The total is usually 0 a week.",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "emoji": false,
              "text": "What to do: Nothing is missing: work counts in the week of its merge.",
              "type": "plain_text",
            },
            "type": "section",
          },
          {
            "text": {
              "text": "<https://github.com/acme/shop/issues/1|Open the issue>",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
        ],
        "mrkdwn": false,
        "text": "Plimsoll · acme/shop · 2026-W45",
      }
    `);
    expect(JSON.parse(renderNotification("teams", message, at(9)))).toMatchInlineSnapshot(`
      {
        "attachments": [
          {
            "content": {
              "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
              "actions": [
                {
                  "title": "Open the issue",
                  "type": "Action.OpenUrl",
                  "url": "https://github.com/acme/shop/issues/1",
                },
              ],
              "body": [
                {
                  "inlines": [
                    {
                      "size": "Medium",
                      "text": "Plimsoll · acme/shop · 2026-W45",
                      "type": "TextRun",
                      "weight": "Bolder",
                    },
                  ],
                  "type": "RichTextBlock",
                },
                {
                  "inlines": [
                    {
                      "text": "0 normalized deployments in 2026-W47",
                      "type": "TextRun",
                    },
                  ],
                  "type": "RichTextBlock",
                },
                {
                  "inlines": [
                    {
                      "text": "Why 0: Nothing was merged. No change detected. The total is usually 0 a week.",
                      "type": "TextRun",
                    },
                  ],
                  "type": "RichTextBlock",
                },
                {
                  "inlines": [
                    {
                      "text": "What to do: Nothing is missing: work counts in the week of its merge.",
                      "type": "TextRun",
                    },
                  ],
                  "type": "RichTextBlock",
                },
              ],
              "type": "AdaptiveCard",
              "version": "1.4",
            },
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
          },
        ],
        "type": "message",
      }
    `);
  });
});
