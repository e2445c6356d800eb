import nock from "nock";
import { describe, expect, it } from "vitest";
import { useNock } from "../support/github.ts";
import { cursorEvent, eventPage } from "./answers-of.ts";
import { readSource, VARIABLES } from "./reading.ts";
import { CURSOR, serveMoney } from "./served.ts";

useNock();

describe("the reader of Cursor", () => {
  it("adds what events charge, exactly, and keeps apart what the plan includes", async () => {
    serveMoney(
      "cursor",
      eventPage([cursorEvent("2026-11-20", 21.36232), cursorEvent("2026-11-20", 0.00001)], true),
      eventPage(
        [
          cursorEvent("2026-11-20", 5.5, { isChargeable: false, kind: "Included in Business" }),
          cursorEvent("2026-11-20", undefined, { isChargeable: false, isFreeBugbot: true }),
          cursorEvent("2026-11-21", -100),
        ],
        false,
        2,
      ),
    );

    expect(await readSource("cursor")).toEqual({
      days: ["2026-11-20", "2026-11-21"],
      facts: [
        "2026-11-20 cursor included - 0.055 USD",
        "2026-11-20 cursor usage - 0.213623 USD",
        "2026-11-21 cursor adjustment - -1 USD",
      ],
      provider: {},
      notes: [],
    });
  });

  it("asks for whole days, thirty at most at once, with the key as the user", async () => {
    const asked: unknown[] = [];
    const note = (body: unknown) => asked.push(body) > 0;
    for (const _ of [1, 2])
      nock(CURSOR)
        .post("/teams/filtered-usage-events", note)
        .basicAuth({ user: VARIABLES.SPEND_CURSOR_KEY, pass: "" })
        .reply(200, eventPage([]));

    await readSource("cursor", { span: { from: "2026-10-26", until: "2026-11-30" } });

    const noon = (text: string) => Date.parse(`${text}Z`);
    const page = { page: 1, pageSize: 500 };
    expect([...new Set(asked.map((each) => JSON.stringify(each)))].map((each) => JSON.parse(each))).toEqual([
      { startDate: noon("2026-10-26T00:00:00"), endDate: noon("2026-11-24T23:59:59.999"), ...page },
      { startDate: noon("2026-11-25T00:00:00"), endDate: noon("2026-11-29T23:59:59.999"), ...page },
    ]);
  });

  it("adds 10,000 events over twenty pages", async () => {
    for (let page = 1; page <= 20; page++) {
      const events = Array.from({ length: 500 }, (_, index) =>
        cursorEvent("2026-11-20", 0.1, { timestamp: String(1_763_632_800_000 + page * 1_000 + index) }),
      );
      serveMoney("cursor", eventPage(events, page < 20, page));
    }

    const span = { from: "2025-11-20", until: "2025-11-21" };
    expect((await readSource("cursor", { span })).facts).toEqual(["2025-11-20 cursor usage - 10 USD"]);
  });

  it("ends when a page repeats itself", async () => {
    const page = eventPage([cursorEvent("2026-11-20", 1)], true);
    serveMoney("cursor", page, page);
    await expect(readSource("cursor")).rejects.toThrow("Cursor repeats a page");

    serveMoney("cursor", page, eventPage([], true));
    await expect(readSource("cursor")).rejects.toThrow("Cursor repeats a page");
  });

  it.each([
    ["no amount of a charged event", cursorEvent("2026-11-20", undefined)],
    ["a text instead of cents", cursorEvent("2026-11-20", 1, { chargedCents: "$1.00" })],
    ["a time that is none", cursorEvent("2026-11-20", 1, { timestamp: "yesterday" })],
    ["an event that may be charged or not", cursorEvent("2026-11-20", 1, { isChargeable: undefined })],
  ])("refuses all of an answer with %s", async (_, event) => {
    serveMoney("cursor", eventPage([cursorEvent("2026-11-20", 1), event]));

    await expect(readSource("cursor")).rejects.toThrow("Cursor answers in another unit or form than known");
  });
});
