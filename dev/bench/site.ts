/**
 * `npm run bench:site`: the site of an organization of 200 repositories over 104 weeks, from its store.
 *
 * Prints the times for computing and for rendering, and the size of the pages.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeDigest } from "../../src/digests/compute.ts";
import { loadSite } from "../../src/digests/site.ts";
import { shiftWeek } from "../../src/domain/metric/week.ts";
import { renderSite } from "../../src/render/site/pages.ts";
import { openStores } from "../../src/storage/stores.ts";
import { END, fillOrganization, WEEK } from "./organization-file.ts";

const REPOSITORIES = Number(process.env.REPOSITORIES ?? 200);
const CHANGES = Number(process.env.CHANGES ?? 600);
const WEEKS = Number(process.env.WEEKS ?? 104);
const MOST_BYTES = 5_000_000;

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const file = `file:${join(folder, "organization.db")}`;
fillOrganization(file, { repositories: REPOSITORIES, changes: CHANGES });
const stores = await openStores(file);
const subject = { owner: "acme", repositories: await stores.repositories.listByOwner("acme") };
const now = new Date(END);
const begin = performance.now();
const digest = await computeDigest(stores, { ...subject, week: WEEK, now });
const first = shiftWeek(WEEK, 1 - WEEKS);
const digested = performance.now();
const site = await loadSite(stores, { subject, digest, first, now, github: "https://github.com", notes: [] });
const loaded = performance.now();
const pages = renderSite(site);
const rendered = performance.now();
await stores.close();
rmSync(folder, { recursive: true });
const sizes = [...pages.values()].map((text) => Buffer.byteLength(text));
const bytes = sizes.reduce((sum, size) => sum + size, 0);
const seconds = (from: number, to: number) => `${((to - from) / 1_000).toFixed(1)} s`;
process.stdout.write(
  `${REPOSITORIES} repositories, ${WEEKS} weeks: one digest ${seconds(begin, digested)}, all ${seconds(digested, loaded)}, ` +
    `rendered ${seconds(loaded, rendered)}; ${pages.size} pages, ${bytes} bytes (at most ${MOST_BYTES}), ` +
    `the first ${sizes[0]}, the largest ${Math.max(...sizes)}; ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB\n`,
);
if (bytes > MOST_BYTES) process.exitCode = 1;
