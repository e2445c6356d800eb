import type { BackfillPhase } from "../../domain/records/backfill.ts";
import { BACKFILL_PHASES } from "../../domain/records/backfill.ts";
import type { Backfill } from "../../storage/backfill.ts";
import { verifyClaims } from "./claims.ts";
import { readDeployments } from "./deployments.ts";
import { readHistory } from "./history.ts";
import { readNamedPulls } from "./landed.ts";
import { readMovedPulls } from "./moved.ts";
import { readPastNotes } from "./notes.ts";
import type { Phase } from "./phase.ts";
import { applyPast } from "./play.ts";
import { readPulls } from "./pulls.ts";
import { readPushes } from "./pushes.ts";
import { readReleases } from "./releases.ts";
import { readStart } from "./start.ts";

/** The readers of the phases, each in the file of its name. */
export const PHASES: Readonly<Record<BackfillPhase, Phase>> = {
  start: readStart,
  pulls: readPulls,
  history: readHistory,
  pushes: readPushes,
  landed: readNamedPulls,
  releases: readReleases,
  deployments: readDeployments,
  moved: readMovedPulls,
  claims: verifyClaims,
  notes: readPastNotes,
  play: applyPast,
};

/** The state of a backfill after a phase: the next phase, or the end after a failed beginning or the last phase. */
export function afterPhase(backfill: Backfill, now: Date): Backfill {
  const next = { ...backfill, cursor: undefined, dueAt: now };
  const phase = BACKFILL_PHASES[BACKFILL_PHASES.indexOf(backfill.phase) + 1];
  const isHopeless =
    backfill.phase === "start" && backfill.knownRange === undefined && backfill.problems.length > 0;
  if (phase !== undefined && !isHopeless) return { ...next, phase };
  return { ...next, state: backfill.problems.length > 0 ? "failed" : "done", finishedAt: now };
}
