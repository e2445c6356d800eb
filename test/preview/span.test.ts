import { describe, expect, it } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import { findCut, findHead } from "../../src/preview/span.ts";

/** Commits on these days of a month, one after another, and returns their shas, newest first. */
function lineOf(past: Past, days: readonly number[]): string[] {
  const shas: string[] = [];
  for (const day of days) {
    past.wait(day - past.now.getUTCDate());
    past.commit(`on day ${day}`);
    shas.unshift(past.head);
  }
  return shas;
}

const day = (number: number) => new Date(Date.UTC(2026, 5, number));

describe("the part of a line that is read", () => {
  it("ends with the newest of five older commits in a row", async () => {
    const past = new Past();
    const [tip = "", , cut] = lineOf(past, [1, 1, 2, 2, 3, 8, 9]);

    expect(await findCut(past.path, tip, day(4))).toBe(cut);
    expect(await findCut(past.path, tip, day(3))).toBeUndefined();
  });

  it("goes on beyond a commit whose clock was wrong", async () => {
    const past = new Past();
    const [tip = "", , , , cut] = lineOf(past, [1, 1, 1, 1, 2, 10, 10, 3, 11]);

    expect(await findCut(past.path, tip, day(9))).toBe(cut);
    expect(await findCut(past.path, tip, day(2))).toBeUndefined();
  });

  it("begins with the newest commit up to a time, that of the time included", async () => {
    const past = new Past();
    const [third, second, first] = lineOf(past, [1, 2, 3]);

    const atSecond = Number(past.git(["log", "-1", "--format=%ct", second ?? ""])) * 1000;
    expect((await findHead(past.path, "HEAD", day(30))).sha).toBe(third);
    expect((await findHead(past.path, "HEAD", new Date(atSecond))).sha).toBe(second);
    expect((await findHead(past.path, "HEAD", new Date(atSecond - 1))).sha).toBe(first);
    await expect(findHead(past.path, "HEAD", day(1))).rejects.toThrow(
      "has no commit before 2026-05-31: give a later --until",
    );
    await expect(findHead(past.path, "HEAD", new Date(-1))).rejects.toThrow("give a later --until");
  });
});
