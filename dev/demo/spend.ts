import { createReadStream } from "node:fs";
import { importText } from "../../src/commands/spend-import-text.ts";
import { parseConfig } from "../../src/config/config.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import type { Digest } from "../../src/domain/metric/digest.ts";
import { type RenderedDigest, renderDigest } from "../../src/render/digest/issue.ts";
import { readSpendFile } from "../../src/spend/import/import-file.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { BEGINNING } from "./story.ts";

/** The Monday on which the four weeks are over. */
export const FOUR_WEEKS_ON = new Date("2026-11-30T09:00Z");

/** The last of the four weeks. */
const WEEK = "2026-W48";

/** What acme's own `.github/plimsoll.yml` declares. */
const CONFIG = `spend:
  seats:
    - { tool: github-copilot, count: 6, price: "19.00", per: month, from: 2026-11-01 }
  budgets:
    - { name: AI tools, amount: "1200", per: month, alertAt: [50, 75, 90, 100] }
`;

/** The digest of an organization, and what its import of spend printed. */
export interface SpendTold {
  readonly imported: string;
  readonly digest: Digest;
  readonly issue: RenderedDigest;
}

/** Declares seats and a budget, imports a FOCUS file as `plimsoll spend import` does, and makes acme's digest. */
export async function tellSpend(stores: Stores): Promise<SpendTold> {
  const repositories = await stores.repositories.listByOwner("acme");
  const installationId = repositories[0]?.installationId ?? 0;
  await stores.spendDeclarations.save(installationId, parseConfig(CONFIG).spend, BEGINNING);
  const source = { name: "acme-bill", kind: "focus", basis: "estimate", settlesAfterDays: 0 } as const;
  const found = await readSpendFile(
    createReadStream(new URL("focus.csv", import.meta.url)),
    { source: source.name, format: "focus", tool: undefined, ownTools: [], scopes: [], now: FOUR_WEEKS_ON },
    FOUR_WEEKS_ON,
  );
  await stores.spend.save(installationId, { source, reading: found.reading });
  const effect = { changed: [], left: [], before: 0 };
  const digest = await computeDigest(stores, { owner: "acme", repositories, week: WEEK, now: FOUR_WEEKS_ON });
  const visible = new Set(repositories.map(({ owner, name }) => `${owner}/${name}`));
  return {
    imported: importText({ source, found, effect, isDryRun: false }),
    digest,
    issue: renderDigest(digest, { installationId, week: WEEK }, { visible }),
  };
}
