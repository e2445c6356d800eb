import { describe, expect, it } from "vitest";
import { choosePer, choosePlace } from "../../src/domain/digest-choice.ts";
import type { Visibility } from "../../src/domain/visibility.ts";

const chosen = (per: "organization" | "repository", week: string) => ({ week, per, repositoryId: undefined });

describe("who has digests", () => {
  it.each([
    [5, undefined, false, "repository"],
    [6, undefined, false, "organization"],
    [6, undefined, true, "repository"],
    [6, chosen("repository", "2026-W46"), true, "repository"],
    [6, chosen("repository", "2026-W45"), true, "organization"],
    [5, chosen("repository", "2026-W45"), true, "repository"],
    [1, chosen("organization", "2026-W45"), false, "organization"],
    [1, chosen("organization", "2026-W46"), true, "organization"],
  ] as const)(
    "of %i repositories, after %j, with issues %s, is the %s",
    (repositories, before, hasOwnIssues, per) => {
      expect(choosePer({ repositories, before, hasOwnIssues, week: "2026-W46" })).toBe(per);
    },
  );
});

describe("the place of an organization's digest", () => {
  const place = (id: number, name: string, visibility: Visibility = "private") => ({ id, name, visibility });
  const [SHOP, GITHUB, DIGEST] = [place(1, "shop"), place(2, ".github"), place(3, "Plimsoll-Digest")];
  const choose = (there: readonly ReturnType<typeof place>[], measured = [1], present?: number) =>
    choosePlace(there, { measured, present })?.id;

  it("has a known name, in any case, the best first, whatever the order", () => {
    expect(choose([SHOP, GITHUB, DIGEST])).toBe(3);
    expect(choose([DIGEST, GITHUB, SHOP])).toBe(3);
    expect(choose([SHOP])).toBeUndefined();
  });

  it("stays where it is", () => {
    expect(choose([SHOP, GITHUB, DIGEST], [1], 1)).toBe(1);
    expect(choose([GITHUB, DIGEST], [1], 1)).toBe(3);
  });

  it("is closed to all that may not know of each repository; of an unknown one nobody may", () => {
    const open = place(2, ".github", "public");
    expect(choose([place(1, "shop", "public"), open], [1, 2])).toBe(2);
    expect(choose([place(1, "shop", "public"), open], [1, 2, 99])).toBeUndefined();
    expect(choose([place(1, "shop", "internal"), open], [1, 2], 2)).toBeUndefined();
  });
});
