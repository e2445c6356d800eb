import { describe, expect, it } from "vitest";
import { createPersonReader } from "../../../src/domain/clone/people.ts";

function read(...identities: readonly (readonly [string, string])[]) {
  const personOf = createPersonReader({ agents: [], bots: ["acme-deployer"] });
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

  it.each([
    ["GitHub", "noreply@github.com"],
    ["dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"],
    ["Copilot", "198982749+Copilot@users.noreply.github.com"],
    ["Claude", "noreply@anthropic.com"],
    ["Deployer", "1+acme-deployer@users.noreply.github.com"],
  ])("are not %s <%s>", (name, email) => {
    expect(read([name, email])).toEqual([undefined]);
  });
});
