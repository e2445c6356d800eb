import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Sized, sizesIn } from "./support/sizes.ts";

/** The most lines of code in the body of a function, and in a file. */
const MOST = { function: 40, file: 150 };

const sources = globSync("src/**/*.ts").map((file) => sizesIn(file, readFileSync(file, "utf8")));

/** Functions or files that are too long without a reason, and those that give a reason and are not long. */
function wrong(all: readonly Sized[], most: number): readonly string[] {
  return all
    .filter(({ lines, hasReason }) => lines > most !== hasReason)
    .map(({ place, lines, hasReason }) => `${place} has ${lines} lines and ${hasReason ? "a" : "no"} reason`);
}

describe("the source", () => {
  it("has no function of more than 40 lines, unless the comment above it says: Long, because …", () => {
    const functions = sources.flatMap((each) => each.functions);

    expect(functions.length).toBeGreaterThan(3000);
    expect(wrong(functions, MOST.function)).toEqual([]);
  });

  it("has no file of more than 150 lines, unless a comment at its beginning says: Long, because …", () => {
    const files = sources.map(({ whole }) => whole);

    expect(files.length).toBeGreaterThan(400);
    expect(wrong(files, MOST.file)).toEqual([]);
  });
});

describe("the size", () => {
  const text = `import { b } from "b";

/** Adds one. Long, because it is an example. */
export async function add(
  one: number,
): Promise<number> {
  // A comment.
  const next = () => b;

  return one + next(); // Another one.
}

const OBJECT = {
  /* Two lines
     of a comment. */
  method() {
    return \`
      // A line of a text.
    \`;
  },
};
`;
  const { whole, functions } = sizesIn("src/example.ts", text);

  it("counts neither blank lines nor comments nor the signature, but the functions inside", () => {
    expect(functions.map(({ place, lines }) => [place, lines])).toEqual([
      ["src/example.ts:4", 2],
      ["src/example.ts:8", 1],
      ["src/example.ts:16", 3],
    ]);
    expect(whole.lines).toBe(14);
  });

  it("takes a reason only from the comment right above a function, or before the first statement of a file", () => {
    expect(functions.map(({ hasReason }) => hasReason)).toEqual([true, false, false]);
    expect(whole.hasReason).toBe(false);
    expect(sizesIn("src/example.ts", `// Long, because it is an example.\n\n${text}`).whole.hasReason).toBe(
      true,
    );
  });

  it("is wrong where a long function has no reason, or a short one has a reason", () => {
    const long = { place: "src/long.ts:1", lines: 41, hasReason: false };
    const all = [
      long,
      { ...long, hasReason: true },
      { ...long, lines: 40 },
      { ...long, lines: 40, hasReason: true },
    ];

    expect(wrong(all, MOST.function)).toEqual([
      "src/long.ts:1 has 41 lines and no reason",
      "src/long.ts:1 has 40 lines and a reason",
    ]);
  });
});
