import { describe, expect, it } from "vitest";
import { builderOf, isApprovedByOther } from "../../../src/domain/shipping/people.ts";

const ALL = { author: "ada", asker: "bo", merger: "cy", enabler: "di", approvers: ["ed", "flo"] };

describe("who is accountable", () => {
  it.each([
    ["the author", ALL, "ada"],
    ["who asked", { ...ALL, author: undefined }, "bo"],
    ["who merged", { ...ALL, author: undefined, asker: null }, "cy"],
    ["who had it merged", { ...ALL, author: null, asker: null, merger: null }, "di"],
    ["the last approver", { ...ALL, author: null, asker: null, merger: null, enabler: null }, "flo"],
    ["nobody", { author: null, asker: null, merger: null, enabler: null, approvers: [] }, undefined],
  ])("G45: is %s", (_, people, expected) => {
    expect(builderOf(people)).toBe(expected);
  });
});

describe("an approval", () => {
  const asked = { ...ALL, author: undefined, asker: "bo" };

  it.each([
    [{ ...asked, approvers: ["bo"] }, false],
    [{ ...asked, approvers: ["bo", "cy"] }, true],
    [{ ...asked, asker: undefined, approvers: ["bo"] }, true],
    [{ ...asked, approvers: [] }, false],
  ])("G45: is somebody else's unless it is the builder's own", (people, expected) => {
    expect(isApprovedByOther(people)).toBe(expected);
  });
});
