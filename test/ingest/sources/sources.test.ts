import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SOURCES } from "../../../src/ingest/sources/sources.ts";

describe("the sources that are read at regular times", () => {
  it("are the files of their folder", () => {
    const files = readdirSync(new URL("../../../src/ingest/sources", import.meta.url));

    expect(["sources", ...SOURCES.map(({ name }) => name)].map((name) => `${name}.ts`).sort()).toEqual(
      files.sort(),
    );
  });

  it.each(SOURCES)("are each read by what the file of their name exports: $name", async ({ name, read }) => {
    const file = await import(`../../../src/ingest/sources/${name}.ts`);

    expect(Object.values(file)).toContain(read);
  });
});
