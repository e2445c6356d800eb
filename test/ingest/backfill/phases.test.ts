import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BACKFILL_PHASES } from "../../../src/domain/records/backfill.ts";
import { PHASES } from "../../../src/ingest/backfill/phases.ts";

const ARCHITECTURE = readFileSync(new URL("../../../docs/architecture.md", import.meta.url), "utf8");

describe.each(BACKFILL_PHASES)("the phase %s of a backfill", (phase) => {
  it("is in the file of its name", async () => {
    const file = await import(`../../../src/ingest/backfill/${phase}.ts`);

    expect(Object.values(file)).toContain(PHASES[phase]);
  });

  it("is in the table of docs/architecture.md", () => {
    const [, table = ""] = ARCHITECTURE.split("| phase | asks | for |");
    const [rows = ""] = table.split("\n\n");

    expect(rows).toContain(`\`${phase}\``);
  });
});
