import { describe, expect, it } from "vitest";
import { distinctNames, isSameAddress, nameOf, parseAddress } from "../../src/preview/clone-address.ts";

describe("the name of a clone", () => {
  it.each([
    ["https://github.com/acme/shop.git", "acme/shop"],
    ["git@github.com:acme/shop.git", "acme/shop"],
    ["git@github.com:home/shop.git", "home/shop"],
    ["https://gitlab.com/home/team/shop.git", "home/team/shop"],
    ["https://gitlab.com/acme/team/shop.git", "acme/team/shop"],
    ["git@gitlab.com:acme/team/web/shop.git", "acme/team/web/shop"],
    ["https://acme@dev.azure.com/acme/project/_git/shop", "acme/project/shop"],
    ["git@ssh.dev.azure.com:v3/acme/project/shop", "acme/project/shop"],
    ["https://acme.visualstudio.com/project/_git/shop", "acme/project/shop"],
    ["https://git.example/scm/acme/shop.git", "acme/shop"],
    ["file:///srv/acme/shop.git", "local/web"],
    ["/srv/acme/shop", "local/web"],
    ["../acme/shop", "local/web"],
    ["ssh://git.example/~ada/shop.git", "local/shop"],
    [undefined, "local/web"],
  ])("of %s is %s", (origin, name) => {
    expect(nameOf(parseAddress(origin, "/home/ada/web/.git"))).toBe(name);
  });

  it("is the same for the addresses of Azure by SSH and by HTTPS", () => {
    const [one, other] = [
      parseAddress("https://dev.azure.com/acme/project/_git/shop", "/a"),
      parseAddress("git@ssh.dev.azure.com:v3/acme/project/shop", "/b"),
    ] as const;

    expect(isSameAddress(one, other)).toBe(true);
  });

  it("shows no home folder, however many folders it takes", () => {
    const stores = ["/home/ada/one/shop/.git", "/home/ada/shop.git", "/home/bo/shop/.git", "/home/bo/.git"];

    expect(distinctNames(stores.map((store) => parseAddress(undefined, store)))).toEqual([
      "local/one/shop",
      "local/home/shop",
      "local/home/shop-2",
      "local/home",
    ]);
  });
});
