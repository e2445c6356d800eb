import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPersonReader, keyIn } from "../../../src/domain/clone/people.ts";

function read(...identities: readonly (readonly [string, string])[]) {
  const personOf = createPersonReader({ agents: [], bots: ["acme-deployer", "PromBot"] });
  return identities.map(([name, email]) => personOf({ name, email }, "feat: it"));
}

describe("people in a clone", () => {
  it("are the same with the same address, or with the same full name", () => {
    const [one, other, third] = read(
      ["Ada Example", "ada@mail.example"],
      ["ada", "ADA@mail.example"],
      ["Ada  Example", "1+ada@users.noreply.github.com"],
    );

    expect(one).toBeDefined();
    expect(new Set([one, other, third]).size).toBe(1);
  });

  it("are not the same for one word that both are called by", () => {
    const [one, other] = read(["alex", "alex@a.example"], ["alex", "alex@b.example"]);

    expect(one).not.toBe(other);
  });

  it("are the same in any order of their commits, also by way of a third identity", () => {
    const identities = [
      ["Ada", "a@1"],
      ["Ada Lovelace", "a@2"],
      ["Ada Lovelace", "a@1"],
      ["Ada", "a@2"],
      ["Bo", "b@1"],
      ["Bo Example", "b@2"],
      ["Bo Example", "b@1"],
      ["Bo B Example", "b@2"],
      ["Bo", ""],
    ] as const;
    const groups = (order: typeof identities | (typeof identities)[number][]) => {
      const people = new Map<string, string>();
      const personOf = createPersonReader({ agents: [], bots: [] }, people);
      const read = order.map(
        ([name, email]) => [`${name} <${email}>`, personOf({ name, email }, "")] as const,
      );
      const byKey = Map.groupBy(read, ([, key]) => keyIn(people, key ?? ""));
      return [...byKey.values()].map((group) => group.map(([text]) => text).sort()).sort();
    };

    expect(groups(identities).map(({ length }) => length)).toEqual([4, 1, 4]);
    const orders = fc.shuffledSubarray([...identities], { minLength: identities.length });
    fc.assert(
      fc.property(orders, (order) => {
        expect(groups(order)).toEqual(groups(identities));
      }),
    );
  });

  it.each(["", "none@none", "root@localhost", "nobody@acme.example", "ada@localhost.localdomain"])(
    "are told apart by their names where the address is %j",
    (email) => {
      const [ann, bob, again, nobody] = read(["Ann", email], ["Bob", email], ["ann", email], ["", email]);

      expect([ann, bob, again, nobody]).toEqual(["ann", "bob", "ann", undefined]);
    },
  );

  it.each([
    ["GitHub", "noreply@github.com"],
    ["dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"],
    ["Copilot", "198982749+Copilot@users.noreply.github.com"],
    ["Claude", "noreply@anthropic.com"],
    ["Deployer", "1+acme-deployer@users.noreply.github.com"],
    ["Deployer", "1+Acme-Deployer@users.noreply.github.com"],
    ["Deployer", "acme-deployer@acme.example"],
    ["acme-deployer", "root@acme.example"],
    ["prombot", "prom@acme.example"],
    ["Houston (Bot)", "1+houston@users.noreply.github.com"],
    ["prom", "prometheus-team@lists.example"],
    ["hc-github-team-core", "github-team-core@acme.example"],
  ])("are not %s <%s>", (name, email) => {
    expect(read([name, email])).toEqual([undefined]);
  });

  it.each([
    ["Acme Deployer", "acme@mail.example"],
    ["Ada Example", "ada@acme-deployer.example"],
    ["Ada Example", "prometheus-team@lists.example"],
    ["ada", "steamteam@mail.example"],
    ["Jelmer Bot", "jelmerbot@mail.example"],
  ])("are %s <%s>", (name, email) => {
    expect(read([name, email])).toEqual([email]);
  });
});
