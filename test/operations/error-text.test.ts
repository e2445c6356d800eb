import { describe, expect, it } from "vitest";
import { errorText } from "../../src/operations/error-text.ts";

describe("the text of an error", () => {
  it.each([
    ["is its name and message", new Error("no such thing"), "Error: no such thing"],
    ["is its first line", new Error("no such column\n    at Statement.run"), "Error: no such column"],
    [
      "has addresses without what may hold a secret",
      new Error("GET https://x:pw@api.github.com/app/hook?token=s3cret#frag failed"),
      "Error: GET https://api.github.com/app/hook failed",
    ],
    [
      "has the address of a database without the password",
      new Error("postgres://x:p,w@db.example.com:5432/app/hook?password=s3cret failed"),
      "Error: postgres://db.example.com:5432/app/hook failed",
    ],
    [
      "names no account and nothing of it",
      new Error("not all of /repos/amara/shop/compare/a...b arrived"),
      "Error: not all of /repos/…/…/compare/… arrived",
    ],
    [
      "quotes nobody",
      new Error("Could not resolve to a Repository with the name 'amara/shop'."),
      "Error: Could not resolve to a Repository with the name ….",
    ],
    [
      "quotes no answer that could not be read",
      new SyntaxError("Unexpected token '<', \"<title>Amara\" is not valid JSON"),
      "SyntaxError: Unexpected token … … is not valid JSON",
    ],
    ["keeps an apostrophe", new Error("can't read what isn't there"), "Error: can't read what isn't there"],
    ["has no token of GitHub's", new Error("ghs_16C7e42F292c69 is revoked"), "Error: … is revoked"],
    ["has no fine-grained token", new Error("github_pat_11AB_x9 is revoked"), "Error: … is revoked"],
    ["has no JSON Web Token", new Error("eyJhbGci.eyJpc3Mi.c2ln-_ has expired"), "Error: … has expired"],
    ["has no header that authorizes", new Error("sent bearer abc123"), "Error: sent bearer …"],
    ["is not long", new Error("x".repeat(900)), `Error: ${"x".repeat(193)}`],
    ["can be made of anything", "out of coffee", "out of coffee"],
  ])("%s", (_, error, text) => {
    expect(errorText(error).replace(/ at test\/.*$/, "")).toBe(text);
  });
});
