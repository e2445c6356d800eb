import { expect, it } from "vitest";
import { parseTrailers } from "../../../dev/simulation/trailers.ts";

it.each([
  ["the last paragraph", "s\n\nb\n\nA: 1\nB: 2\n", { A: "1", B: "2" }],
  ["no title", "A: 1\n", {}],
  ["a paragraph that is not all trailers", "s\n\nprose\nA: 1\n", {}],
  ["a quarter with one of git's own", "s\n\nx\ny\nz\nSigned-off-by: A\n", { "Signed-off-by": "A" }],
  ["less than a quarter", "s\n\nw\nx\ny\nz\nSigned-off-by: A\n", {}],
  ["a cherry-pick line", "s\n\nx\n(cherry picked from commit 1)\nA: 1\n", { A: "1" }],
  ["a continued value", "s\n\nA: 1\n  2\n\t3\n", { A: "1 2 3" }],
  ["blanks before the separator", "s\n\nA : 1\n", { A: "1" }],
  ["an empty value", "s\n\nA:\n", { A: "" }],
  ["comments and blank lines at the end", "s\n\nA: 1\n\n# c\n\n", { A: "1" }],
  ["one that the message begins with, which git takes to go on", "Conflicts:\n\r\nA: 1\n\n\tf", { A: "1" }],
  ["an old list of conflicts at the end", "s\n\nA: 1\n\nConflicts:\n\tf\n", { A: "1" }],
  ["scissors", "s\n\nA: 1\n# ------------------------ >8 ------------------------\nB: 2\n", { A: "1" }],
  ["CRLF", "s\r\n\r\nA: 1\r\nB: 2\r\n", { A: "1", B: "2" }],
  ["a Markdown rule, which ends no stored message", "s\n\nA: 1\n---\n\nB: 2\n", { B: "2" }],
  ["an address, which is no key", "s\n\nhttps://example.org\n", { https: "//example.org" }],
])("follows git on %s", (_name, message, expected) => {
  const trailers = parseTrailers(message).map(({ key, value }) => [key, value]);

  expect(Object.fromEntries(trailers)).toEqual(expected);
});
