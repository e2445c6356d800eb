import type { Progress } from "../../src/pages/progress-page.ts";

/** The progress of an organization whose past is half read. */
export const PROGRESS: Progress = {
  hook: { reachedAt: "2026-11-23 12:01" },
  counts: { repositories: 40, read: 20, waiting: 18 },
  reading: ["acme/secret-shop: 300 of about 1200 pull requests", "acme/api: releases (part 6 of 11)"],
  minutesLeft: 12,
  lacking: ["no digest issue in 1 repository, Issues are off: acme/old (turn Issues on)"],
  preview: "waiting",
};
