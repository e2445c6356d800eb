import { type Touched, takesBack } from "../../domain/shipping/takes-back.ts";
import type { FileChange } from "../../github/changed-files.ts";
import type { ReadChange } from "../../storage/changes.ts";

/** A change whose claims to revert others are not verified yet. */
export interface Claimant {
  readonly id: string;
  /** What was read of it, but for what it reverts. */
  readonly read: ReadChange;
  /** The commits and changes (`#12`) that it says it reverts. */
  readonly claims: readonly string[];
  readonly touched: Touched;
}

/**
 * Claims to revert something, kept until what they name is read: pull requests are read the newest first, so what a
 * change reverts comes on a later page, and its files need not be asked for.
 *
 * What is kept here is lost in a crash; such claims are verified one by one in the end.
 */
export interface OpenClaims {
  open(claimant: Claimant): void;
  /** Verifies the claims on what was read, by each of its names; returns the changes that have no other open claim. */
  settle(names: readonly string[], files: readonly FileChange[]): readonly SettledClaims[];
}

/** A change with what it truly reverts. */
export interface SettledClaims {
  readonly id: string;
  readonly read: ReadChange;
}

interface Entry extends Claimant {
  readonly waiting: Set<string>;
  readonly verified: Set<string>;
}

/** Keeps claims in memory. */
export function createOpenClaims(): OpenClaims {
  const entries = new Map<string, Entry>();
  return {
    open(claimant) {
      entries.set(claimant.id, { ...claimant, waiting: new Set(claimant.claims), verified: new Set() });
    },
    settle(names, files) {
      const settled: SettledClaims[] = [];
      for (const { id, read, waiting, verified, touched } of entries.values()) {
        const named = names.filter((name) => waiting.delete(name));
        if (named.length > 0 && takesBack(touched, files)) for (const name of named) verified.add(name);
        if (named.length === 0 || waiting.size > 0) continue;
        entries.delete(id);
        settled.push({ id, read: { ...read, reverts: [...verified] } });
      }
      return settled;
    },
  };
}
