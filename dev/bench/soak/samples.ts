import { readFileSync, statSync } from "node:fs";
import type { Servers } from "../../simulation/many/servers.ts";

/** What was measured over time: the resident memory of the servers, and the sizes of their files, in MB. */
export class Samples {
  readonly memory: number[] = [];
  readonly writeAheadLog: number[] = [];
  readonly store: number[] = [];

  take({ current, file }: Servers): void {
    const memory = residentOf(current.child.pid);
    if (memory !== undefined) this.memory.push(memory);
    this.writeAheadLog.push(sizeOf(`${file}-wal`));
    this.store.push(sizeOf(file));
  }
}

const PARTS = 6;

/** The median of each sixth of a series, in turn, and the most of it all: what is flat has equal medians. */
export function shapeOf(series: readonly number[]): string {
  const length = Math.ceil(series.length / PARTS);
  const parts = Array.from({ length: PARTS }, (_, part) => series.slice(part * length, (part + 1) * length));
  const medians = parts.map((part) => medianOf(part).toFixed(0));
  return `${medians.join(", ")} MB at the medians of its ${PARTS} parts in turn, ${Math.max(0, ...series).toFixed(0)} at most`;
}

function medianOf(series: readonly number[]): number {
  return series.toSorted((a, b) => a - b)[Math.floor(series.length / 2)] ?? 0;
}

function residentOf(pid: number | undefined): number | undefined {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return found === undefined ? undefined : Number(found) / 1_024;
  } catch {
    // It was killed a moment ago.
    return undefined;
  }
}

function sizeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / 1_048_576;
}
