import { describe, expect, it } from "vitest";
import {
  digestOf,
  on,
  pending,
  repository,
  reverted,
  shipped,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";

/** Net changes of the week by so many builders, one each, the newest last. */
function net(builders: number, rest: Partial<Change> = {}, from = 1) {
  return Array.from({ length: builders }, (_, index) =>
    shipped(on(WEEK, 0, 8 + index / 60), {
      change: { ...rest, id: `#${from + index}`, builder: `builder-${index}` },
    }),
  );
}

const READERS = { isOwnReader: false };
const namesIn = (changes: Parameters<typeof repository>[0], query = {}) =>
  digestOf(repository(changes), { ...READERS, ...query }).shipped?.map(({ change }) => change);

describe("the list of shipped work", () => {
  it("has the net changes of the week, the newest first, with what they declare", () => {
    const others = [pending(on(WEEK, 1)), reverted(on(WEEK, 1), 1)];
    const changes = [...net(4), ...net(2, { attribution: "declared" }, 5), ...others];

    expect(digestOf(repository(changes)).shipped).toEqual([
      { repository: "acme/shop", change: "#4", attribution: "undeclared" },
      { repository: "acme/shop", change: "#3", attribution: "undeclared" },
      { repository: "acme/shop", change: "#2", attribution: "undeclared" },
      { repository: "acme/shop", change: "#1", attribution: "undeclared" },
      { repository: "acme/shop", change: "#6", attribution: "declared" },
      { repository: "acme/shop", change: "#5", attribution: "declared" },
    ]);
  });

  it("is cut at twenty that say the same", () => {
    const found = namesIn([...net(30), ...net(25, { attribution: "declared" }, 31)]);

    expect(found).toHaveLength(40);
    expect(found).toEqual(expect.arrayContaining(["#30", "#11", "#55", "#36"]));
  });

  it("H12: is withheld where fewer builders than the floor shipped, and shown from there on", () => {
    expect(digestOf(repository(net(4)), READERS).shipped).toBeNull();
    expect(namesIn(net(5))).toHaveLength(5);
    expect(namesIn(net(2), { isPublic: true })).toHaveLength(2);
    expect(digestOf(repository([]), READERS).shipped).toEqual([]);
  });

  it("H12: is not divided where the AI-assisted share is withheld", () => {
    const strict = [...net(6), ...net(1, { attribution: "declared" }, 7)];
    const unknown = [...net(6), ...net(6, { attribution: "unknown" }, 7)];

    for (const [changes, query] of [
      [strict, { isStrict: true }],
      [unknown, {}],
    ] as const) {
      const digest = digestOf(repository(changes), { ...READERS, ...query });
      expect(digest.beside.isWithheld).toBe(true);
      expect(new Set(digest.shipped?.map(({ attribution }) => attribution))).toEqual(new Set([null]));
    }
  });

  it("H12: of an organization is never divided, and has only repositories that every reader may see", () => {
    const all = ["acme/api", "acme/secret", "acme/small"].map((name, index) =>
      repository(net(index === 2 ? 2 : 6, { attribution: "declared" }, 100 * index), { repository: name }),
    );
    const { shipped } = digestOf(all, {
      ...READERS,
      scope: "acme",
      visible: new Set(["acme/api", "acme/small"]),
    });

    expect(shipped).toHaveLength(6);
    expect(new Set(shipped?.map(({ repository: name }) => name))).toEqual(new Set(["acme/api"]));
    expect(new Set(shipped?.map(({ attribution }) => attribution))).toEqual(new Set([null]));
  });
});
