import type { DigestOptions } from "../digests/digest-options.ts";
import { previewDigest } from "../digests/preview.ts";
import { MINUTE_MS } from "../domain/durations.ts";
import type { PreviewShown } from "../pages/progress-page.ts";
import type { Repository } from "../storage/repositories.ts";
import { isDatabaseLost } from "../storage/sql/lost-database.ts";

/** The first digest for the page after the installation. */
export interface FirstDigest {
  /** What is known of it now; starts to compute it when the past is read. */
  find(): Promise<PreviewShown>;
}

/** The time for which a preview is shown, and after which a failed one is tried again. */
const KEPT_MS = 10 * MINUTE_MS;

interface Kept {
  readonly shown: PreviewShown;
  readonly until: number;
}

/** Computes the preview of the first digest at most once at a time, and keeps it: visitors of the page cost no more. */
export function createFirstDigest(options: DigestOptions, webOrigin: string): FirstDigest {
  const { stores, clock, log } = options;
  let kept: Kept = { shown: "waiting", until: 0 };
  return {
    async find() {
      const [written] = await stores.operations.listLastDigests(1);
      if (written !== undefined) {
        const { owner, name, issueNumber } = written;
        return { issueUrl: `${webOrigin}/${owner}/${name}/issues/${issueNumber}` };
      }
      if (kept.shown === "computing" || clock().getTime() < kept.until) return kept.shown;
      const repositories = await readInstallation();
      if (repositories === undefined) return "waiting";
      kept = { shown: "computing", until: 0 };
      void compute(repositories);
      return kept.shown;
    },
  };

  /** The repositories of the first installation whose past is read, those with the most pull requests first. */
  async function readInstallation(): Promise<readonly Repository[] | undefined> {
    const unread = new Set(await stores.backfills.listNeverRead());
    const sizes = new Map(
      (await stores.backfills.list()).map(({ repositoryId, done }) => [repositoryId, done]),
    );
    const all = Map.groupBy(await stores.repositories.listActive(), (each) => each.installationId);
    const read = [...all.values()].find((each) => !each.some(({ id }) => unread.has(id)));
    return read?.toSorted((a, b) => (sizes.get(b.id) ?? 0) - (sizes.get(a.id) ?? 0));
  }

  async function compute(repositories: readonly Repository[]): Promise<void> {
    const shown = await previewDigest(options, repositories).catch((error: unknown) => {
      if (isDatabaseLost(error)) return "waiting" as const;
      log.warn({ err: error }, "Preview of the first digest not computed");
      return "failed" as const;
    });
    // The next visitor has it computed again.
    kept = { shown: shown ?? "none", until: shown === "waiting" ? 0 : clock().getTime() + KEPT_MS };
  }
}
