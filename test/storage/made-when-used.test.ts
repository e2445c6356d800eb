import { expect, it } from "vitest";
import { madeWhenUsed } from "../../src/storage/made-when-used.ts";

it("makes each property once, when it is first asked for, and lists all of them", () => {
  const made: string[] = [];
  const make = (name: string) => {
    made.push(name);
    return { name };
  };
  const both = madeWhenUsed({ first: () => make("first"), second: () => make("second") });

  expect([Object.keys(both), made]).toEqual([["first", "second"], []]);
  expect(both.second).toBe(both.second);
  expect(made).toEqual(["second"]);
  expect({ ...both }).toEqual({ first: { name: "first" }, second: { name: "second" } });
  expect(made).toEqual(["second", "first"]);
});
