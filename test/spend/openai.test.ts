import nock from "nock";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { type DatedDeclaration, NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { useNock } from "../support/github.ts";
import { bucketPage, CANARIES, costBucket, costResult, openAiLimit } from "./answers-of.ts";
import { readSource, SPAN } from "./reading.ts";
import { OPENAI, serveLimits, serveMoney } from "./served.ts";

useNock();

const SCOPES: DatedDeclaration[] = [
  {
    ...NOTHING_DECLARED,
    since: new Date("2026-01-01"),
    scopes: [{ name: "payments", repositories: [], native: { openai: ["proj_1"] } }],
  },
];

describe("the reader of OpenAI", () => {
  it("reads days, also empty ones, page after page, with all digits that were sent", async () => {
    const results = [
      costResult(0.1),
      costResult(0.2),
      costResult(41.72, { line_item: "gpt-6-codex, output" }),
    ];
    const refund = costResult(-3, { line_item: null });
    serveMoney(
      "openai",
      bucketPage([costBucket("2026-11-20", ...results)], "p2"),
      JSON.stringify(bucketPage([costBucket("2026-11-21", costResult(7), refund)])).replace(
        '"value":7',
        '"value":7.12345678901234567890',
      ),
    );
    serveLimits("openai");

    expect(await readSource("openai")).toEqual({
      days: ["2026-11-20", "2026-11-21"],
      facts: [
        "2026-11-20 codex usage - 41.72 USD",
        "2026-11-20 openai usage - 0.3 USD",
        "2026-11-21 openai adjustment - -3 USD",
        "2026-11-21 openai usage - 7.123457 USD",
      ],
      provider: { hasHardLimit: true },
      notes: [],
    });
  });

  it("reads amounts that are texts, though OpenAI describes numbers, and nothing in any form", async () => {
    const page = bucketPage([costBucket("2026-11-20", costResult(1), costResult(2), costResult(3))]);
    const text = JSON.stringify(page).replace('"value":1', '"value":"12.50"');
    serveMoney(
      "openai",
      text.replace('"value":2', '"value":0E-6176').replace('"value":3', '"value":"0E-6176"'),
    );
    serveLimits("openai");

    expect((await readSource("openai")).facts).toEqual(["2026-11-20 openai usage - 12.5 USD"]);
  });

  it("asks as OpenAI's own client does, and for no group that names a person or a key", async () => {
    const theirs: string[] = [];
    const record = (sent: string[]) => async (url: unknown, _?: RequestInit) => {
      sent.push(String(url));
      return Response.json(sent.length === 2 ? openAiLimit("enforcing") : bucketPage([]));
    };
    const client = new OpenAI({ apiKey: "k", adminAPIKey: "k", fetch: record(theirs) });
    await client.admin.organization.usage.costs({
      ...{ start_time: Date.parse(SPAN.from) / 1_000, end_time: Date.parse(SPAN.until) / 1_000 },
      ...{ bucket_width: "1d", group_by: ["line_item"], limit: 180 },
    });
    await client.admin.organization.spendLimit.retrieve();

    const ours: string[] = [];
    const platform = globalThis.fetch;
    globalThis.fetch = record(ours) as typeof fetch;
    await readSource("openai").finally(() => {
      globalThis.fetch = platform;
    });

    const shown = (url: string) => [new URL(url).host, new URL(url).pathname, ...queryOf(url)];
    expect(ours.map(shown)).toEqual(theirs.map(shown));
  });

  it("asks for projects only where a scope names one, and keeps the scope's name alone", async () => {
    let asked = "";
    nock(OPENAI)
      .get("/v1/organization/costs")
      .query((query) => {
        asked = JSON.stringify(query);
        return true;
      })
      .reply(
        200,
        bucketPage([
          costBucket(
            "2026-11-20",
            costResult(1, { project_id: "proj_1" }),
            costResult(2, { project_id: CANARIES.project }),
          ),
        ]),
      );
    serveLimits("openai");

    const { facts } = await readSource("openai", { declarations: SCOPES });

    expect(asked).toContain("project_id");
    expect(facts).toEqual(["2026-11-20 openai usage - 2 USD", "2026-11-20 openai usage payments 1 USD"]);
  });

  it.each([
    ["a word instead of an amount", { amount: { value: "$1.00", currency: "usd" } }, "another unit or form"],
    ["an unknown currency", { amount: { value: 1, currency: "credits" } }, "an unknown currency"],
    ["usage instead of costs", { object: "organization.usage.completions.result" }, "another unit or form"],
    ["no amount", { amount: undefined }, "another unit or form"],
  ])("refuses all of an answer with %s", async (_, rest, text) => {
    const bucket = { ...costBucket("2026-11-20"), results: [costResult(1), { ...costResult(1), ...rest }] };
    serveMoney("openai", { ...bucketPage([]), data: [bucket] });

    await expect(readSource("openai")).rejects.toThrow(text);
  });

  it("refuses a bucket that is no UTC day, or comes twice", async () => {
    const bucket = costBucket("2026-11-20", costResult(1));
    serveMoney("openai", bucketPage([{ ...bucket, start_time: bucket.start_time + 3_600 }]));
    await expect(readSource("openai")).rejects.toThrow("(start_time)");

    serveMoney("openai", bucketPage([bucket], "p2"), bucketPage([bucket]));
    await expect(readSource("openai")).rejects.toThrow("OpenAI repeats a page");
  });

  it("ends when a page names an earlier one as the next, or none", async () => {
    serveMoney("openai", bucketPage([], "p2"), bucketPage([], "p2"));
    await expect(readSource("openai")).rejects.toThrow("OpenAI repeats a page");

    serveMoney("openai", { ...bucketPage([]), has_more: true });
    await expect(readSource("openai")).rejects.toThrow("OpenAI repeats a page");
  });

  it.each([
    [200, openAiLimit("enforcing"), { hasHardLimit: true }, []],
    [200, openAiLimit("inactive"), { hasHardLimit: false }, []],
    [404, {}, { hasHardLimit: false }, []],
    [403, {}, {}, ["the limit could not be read (403)"]],
  ])("knows whether a limit is enforced: %i %j", async (status, body, provider, notes) => {
    serveMoney("openai", bucketPage([]));
    nock(OPENAI).get("/v1/organization/spend_limit").reply(status, body);

    expect(await readSource("openai")).toMatchObject({ provider, notes });
  });
});

function queryOf(url: string): string[] {
  return [...new URL(url).searchParams].map(String).sort();
}
