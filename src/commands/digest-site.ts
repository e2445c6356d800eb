import { loadSite } from "../digests/site.ts";
import type { Digest } from "../domain/metric/digest.ts";
import { shiftWeek } from "../domain/metric/week.ts";
import { readAddressEnv } from "../env.ts";
import { gitHubOrigin } from "../github/origins.ts";
import { renderSite } from "../render/site/pages.ts";
import type { Stores } from "../storage/stores.ts";
import type { Lacks } from "./digest-lacks.ts";
import { organizationOf, type Subject } from "./digest-series.ts";
import { writeSite } from "./write-site.ts";

const MOST_WEEKS = 104;

/** The digest of the last week, its texts, and the folder. */
interface DigestSite {
  readonly digest: Digest;
  readonly now: Date;
  /** The digest as Markdown, and as JSON. */
  readonly text: string;
  readonly json: string;
  readonly lacks: Lacks;
  readonly folder: string;
}

/** Writes the weeks of a repository or an organization as a site, with the digest as Markdown and as JSON. */
export async function writeDigestSite(
  stores: Stores,
  subject: Subject,
  { digest, now, text, json, lacks, folder }: DigestSite,
): Promise<void> {
  const site = await loadSite(stores, {
    subject,
    digest,
    now,
    first: shiftWeek(digest.week, 1 - MOST_WEEKS),
    github: gitHubOrigin(readAddressEnv(process.env).GITHUB_API_URL),
    ...lacks,
    beside: "owner" in subject ? undefined : await organizationOf(stores, subject.repository),
  });
  await writeSite(folder, new Map([...renderSite(site), ["digest.md", text], ["digest.json", json]]));
}
