import { describe, expect, it } from "vitest";
import { unknownMarks } from "../../../src/domain/attribution/unknown-marks.ts";
import { identity, PERSON } from "./commits.ts";

const marksIn = (line: string, author = PERSON) =>
  unknownMarks({ message: `fix: the thing\n\nIt was broken.\n\n${line}\n`, author, committer: author }, []);

describe("marks of tools without a row", () => {
  it.each([
    [
      "Co-authored-by: Acme Coder <noreply@acme.example>",
      { key: "co-authored-by", name: "Acme Coder", domain: "acme.example" },
    ],
    ["Assisted-by: acmecoder 3", { key: "assisted-by", name: "acmecoder 3", domain: "" }],
    ["AI usage: acmecoder", { key: "ai-usage", name: "acmecoder", domain: "" }],
    ["Acme-Session: https://acme.example/s/1", { key: "acme-session", name: "", domain: "acme.example" }],
    ["Acme-Thread-Id: 01HZX3Q8", { key: "acme-thread-id", name: "", domain: "" }],
  ])("are told of %s", (line, mark) => {
    expect(marksIn(line)).toEqual([mark]);
  });

  it("are told of an author", () => {
    const author = identity("Acme Agent <agent@acme.dev>");

    expect(marksIn("Fixes #1", author)).toEqual([{ key: "author", name: "Acme Agent", domain: "acme.dev" }]);
  });

  it.each([
    "Co-authored-by: Claude <noreply@anthropic.com>",
    "Co-authored-by: Grace Hopper <grace@mail.example>",
    "Co-authored-by: grace-ai <grace.ai@gmail.com>",
    "Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    "Assisted-by: Grace Hopper",
    "Assisted-by: none",
    "Assisted-by: <tool name>",
    "AI usage: I wrote all of it by hand, without any tool, and I had it read by two colleagues",
    "Change-Id: I0123456789abcdef",
    "Session: the one of the user",
    "> Acme-Session: https://acme.example/s/1",
  ])("are none of %s", (line) => {
    expect(marksIn(line)).toEqual([]);
  });
});
