import { describe, expect, it } from "vitest";
import { identifyScopes, scopesAt } from "../../../src/domain/scopes/named-scopes.ts";

const SHOP = { id: 7, name: "shop" };
const pay = (...repositories: string[]) => [{ name: "pay", repositories }];

describe("the repositories of a scope", () => {
  it("are found by name, in any case, and have no id while they are unknown", () => {
    expect(identifyScopes(pay("Shop", "gone"), { repositories: [SHOP], before: [] })).toEqual([
      { name: "pay", repositories: [{ name: "Shop", id: 7 }, { name: "gone" }] },
    ]);
  });

  it("stay when they are renamed, until another one has the old name or they are removed", () => {
    const before = identifyScopes(pay("shop"), { repositories: [SHOP], before: [] });
    const idAmong = (...repositories: (typeof SHOP)[]) =>
      identifyScopes(pay("shop"), { repositories, before })[0]?.repositories[0]?.id;

    expect(idAmong({ id: 7, name: "store" })).toBe(7);
    expect(idAmong({ id: 7, name: "store" }, { id: 8, name: "shop" })).toBe(8);
    expect(idAmong({ id: 8, name: "api" })).toBeUndefined();
  });
});

describe("the scopes in force", () => {
  const [first, second] = [new Date("2026-11-02"), new Date("2026-11-09")];
  const dated = [
    {
      since: first,
      scopes: [
        { name: "b", repositories: [] },
        { name: "a", repositories: [] },
      ],
    },
    { since: second, scopes: [] },
  ];
  const namesAt = (at: Date) => scopesAt(dated, at).map(({ name }) => name);

  it("are the last ones that began before, by name, and the first ones before all", () => {
    expect(namesAt(new Date("2026-11-10"))).toEqual([]);
    expect(namesAt(second)).toEqual(["a", "b"]);
    expect(namesAt(new Date("2026-01-01"))).toEqual(["a", "b"]);
    expect(scopesAt([], first)).toEqual([]);
  });
});
