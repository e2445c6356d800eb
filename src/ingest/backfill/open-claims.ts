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
  /** What was read of it, but for what is true of its claims. */
  readonly read: ReadChange;
  readonly claiming: Claiming;
  readonly touched: Touched;
}

/**
 * Claims, kept until what they name is read: pull requests are read the newest first, so what a change reverts comes on
 * a later page, and its files need not be asked for.
 *
 * What is kept here is lost in a crash; such claims are verified one by one in the end.
 */
export interface OpenClaims {
  open(claimant: Claimant): void;
  /** Verifies the claims on what was read, by each of its names; returns the changes that have no other open claim. */
  settle(names: readonly string[], files: readonly TouchedFile[]): readonly SettledClaimant[];
}

/** A change with what is true of its claims. */
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
