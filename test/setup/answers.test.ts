import { describe, expect, it } from "vitest";
import { parseAnswers } from "../../src/setup/answers.ts";

const DIGEST = { digestPer: "", digestRepository: "" };
const RIGHT = { organization: "", name: "Plimsoll", publicUrl: "https://plimsoll.example.com", ...DIGEST };

const parse = (filledIn: Partial<typeof RIGHT>, origin = "https://github.com") =>
  parseAnswers({ ...RIGHT, ...filledIn }, origin);

describe("the answers to the setup", () => {
  it("are taken without the spaces around them, and the address without the slash at its end", () => {
    const filledIn = {
      organization: " acme ",
      name: " Plimsoll Acme ",
      publicUrl: " https://Acme.example/bot// ",
      digestRepository: " reports ",
    };

    expect(parse(filledIn)).toEqual({
      answers: {
        organization: "acme",
        name: "Plimsoll Acme",
        publicUrl: "https://acme.example/bot",
        ...DIGEST,
        digestRepository: "reports",
      },
    });
  });

  it.each([
    [{ organization: "acme/shop" }, "organization", "Give its name alone, as in https://github.com/NAME"],
    [{ organization: "-acme" }, "organization", "Give its name alone, as in https://github.com/NAME"],
    [{ organization: "../settings" }, "organization", "Give its name alone, as in https://github.com/NAME"],
    [{ organization: "a".repeat(40) }, "organization", "Give its name alone, as in https://github.com/NAME"],
    [{ name: " " }, "name", "Give the App a name"],
    [{ name: "n".repeat(35) }, "name", "GitHub allows at most 34 characters"],
    [{ digestPer: "team" }, "digestPer", "Choose one of the three"],
    [{ digestRepository: "acme/reports" }, "digestRepository", "Give its name alone, without its owner"],
    [{ publicUrl: "" }, "publicUrl", "Give an address such as"],
    [{ publicUrl: "plimsoll.example.com" }, "publicUrl", "Give an address such as"],
    [{ publicUrl: "javascript:alert(1)" }, "publicUrl", "Give an address such as"],
    [{ publicUrl: "https://me:secret@plimsoll.example.com" }, "publicUrl", "Give an address such as"],
    [{ publicUrl: "https://plimsoll.example.com/?a=1" }, "publicUrl", "Give an address such as"],
    [{ publicUrl: "https://plimsoll.example.com/#" }, "publicUrl", "Give an address such as"],
    [{ publicUrl: "http://localhost:3000" }, "publicUrl", "GitHub cannot reach localhost"],
  ])("%j are refused, with what is wrong", (filledIn, field, problem) => {
    expect(parse(filledIn)).toEqual({ problems: { [field]: expect.stringContaining(problem) } });
  });

  it("may lead to this machine when GitHub is on it too", () => {
    expect(parse({ publicUrl: "http://localhost:3000" }, "http://127.0.0.1:4000")).toHaveProperty("answers");
  });
});
