import { CONTENT_QUOTA, type ContentLimit, steadyNow } from "../github/content-limit.ts";
import type { RecentWriteStore } from "../storage/recent-writes.ts";

/** Makes a limit that counts in the store: all servers of it share the quota, and a restart forgets nothing. */
export function storedContentLimit(writes: RecentWriteStore): ContentLimit {
  return {
    async admit(installationId, kind) {
      const now = Math.round(steadyNow());
      const { sequence, ...counted } = await writes.count({
        installationId,
        kind,
        quota: CONTENT_QUOTA,
        now,
      });
      return {
        ...counted,
        async takeBack() {
          if (sequence !== undefined) await writes.takeBack(sequence);
        },
      };
    },
  };
}
