import { readFileSync, statSync } from "node:fs";
import type { Servers } from "../../test/hostile/servers.ts";

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

/** The start, median, most, and end of a series. */
export function shapeOf(series: readonly number[]): string {
  const sorted = series.toSorted((a, b) => a - b);
  const [start, median, most, end] = [
    series[0],
    sorted[Math.floor(sorted.length / 2)],
    sorted.at(-1),
    series.at(-1),
  ].map((each) => (each ?? 0).toFixed(0));
  return `${start} MB at the start, ${median} at the median, ${most} at most, ${end} at the end`;
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
