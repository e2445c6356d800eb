import type { ReadChange } from "../../domain/records/change.ts";
import {
  type Claiming,
  namesClaimed,
  settleClaims,
  type Touched,
  type TouchedFile,
} from "../../domain/shipping/claims.ts";

/** A change whose claims are not verified yet. */
interface Claimant {
  readonly id: string;
  /** The facts that were read of it, without its settled claims. */
  readonly read: ReadChange;
  readonly claiming: Claiming;
  readonly touched: Touched;
}

/**
 * Claims that wait until the named changes are read. Pull requests are read the newest first, so a reverted change
 * comes on a later page, and its files need no further request.
 *
 * A crash loses these claims. The last phase verifies such claims one by one.
 */
export interface OpenClaims {
  open(claimant: Claimant): void;
  /**
   * Gives the claims the files of a change, under each of its names. Returns the changes whose claims are all settled
   * now.
   */
  settle(names: readonly string[], files: readonly TouchedFile[]): readonly SettledClaimant[];
}

/** A change with its settled claims. */
interface SettledClaimant {
  readonly id: string;
  readonly read: ReadChange;
}

interface Entry extends Claimant {
  readonly waiting: Set<string>;
  readonly files: Map<string, readonly TouchedFile[]>;
}

/** Keeps claims in memory. */
export function createOpenClaims(): OpenClaims {
  const entries = new Map<string, Entry>();
  return {
    open(claimant) {
      const waiting = new Set(namesClaimed(claimant.claiming));
      entries.set(claimant.id, { ...claimant, waiting, files: new Map() });
    },
    settle(names, files) {
      const settled: SettledClaimant[] = [];
      for (const { id, read, claiming, waiting, files: known, touched } of entries.values()) {
        const named = names.filter((name) => waiting.delete(name));
        for (const name of named) known.set(name, files);
        if (named.length === 0 || waiting.size > 0) continue;
        entries.delete(id);
        const claims = settleClaims(claiming, touched, (name) => known.get(name));
        settled.push({ id, read: { ...read, ...claims } });
      }
      return settled;
    },
  };
}
