import { definitionUrlOf } from "../definition.ts";
import { createComputer } from "../digests/computer.ts";
import { findPublication } from "../digests/publication.ts";
import { publishDigest } from "../digests/publish.ts";
import { nameOf } from "../digests/subject.ts";
import type { Week } from "../domain/metric/week.ts";
import { readGitHubEnv } from "../env.ts";
import { PlimsollOctokit, withContentLimit } from "../github/octokit.ts";
import { scopedClients } from "../github/scoped-auth.ts";
import { storedContentLimit } from "../server/stored-content-limit.ts";
import type { Stores } from "../storage/stores.ts";
import { type Subject, seriesOf } from "./digest-series.ts";

const WRITTEN = {
  created: "published",
  updated: "edited",
  nothing: "unchanged",
  left: "left alone, since somebody deleted, moved or locked it; publish again for a new one",
};

/** Writes the issue of a week. Returns a line that says which one it is, and what was done to it. */
export async function publish(
  stores: Stores,
  subject: Subject,
  { week, now }: { readonly week: Week; readonly now: Date },
): Promise<string> {
  const { createProbot } = await import("../server/probot-server.ts");
  const Octokit = withContentLimit(PlimsollOctokit, storedContentLimit(stores.recentWrites));
  const env = readGitHubEnv(process.env);
  const options = {
    stores,
    clock: () => now,
    compute: createComputer(stores),
    definitionUrl: definitionUrlOf(env),
    ...scopedClients(createProbot(env, Octokit)),
  };
  const publication = await findPublication(options, await seriesOf(stores, subject), week);
  const { issueNumber, written } = await publishDigest(options, publication);
  return `${nameOf(publication.repository)}#${issueNumber}: ${WRITTEN[written]}\n`;
}
