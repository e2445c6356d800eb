import { expect, it } from "vitest";
import { AGENTS, AGENTS_VERSION, toolName } from "../../../src/domain/attribution/agents.ts";

it("has each id once", () => {
  const ids = AGENTS.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
});

it("gives no e-mail address to two tools", () => {
  const addresses = AGENTS.flatMap(({ emails = [] }) => emails.map(({ address }) => address));

  expect(new Set(addresses).size).toBe(addresses.length);
});

it.each(AGENTS)(
  "spells the forms of $id as they are looked up",
  ({ emails = [], names = [], trailers = [], footers = [] }) => {
    const forms = [
      ...emails.map(({ address }) => address),
      ...names,
      ...trailers.map(({ key }) => key),
      ...footers,
    ];

    expect(forms.filter((form) => form !== form.toLowerCase())).toEqual([]);
    expect(footers.filter((footer) => footer.length < 5)).toEqual([]);
  },
);

it("says where every row comes from", () => {
  expect(AGENTS.filter(({ source }) => !/^\[(src|doc|issue|seen)\]/.test(source))).toEqual([]);
});

it("is dated", () => {
  expect(AGENTS_VERSION).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

it("calls a tool by its name, and one without a row by its id", () => {
  expect([toolName("codex"), toolName("rosie")]).toEqual(["OpenAI Codex", "rosie"]);
});
