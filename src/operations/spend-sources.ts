import { DAY_MS } from "../domain/durations.ts";
import type { KnownSource } from "../domain/spend/source.ts";
import type { Stores } from "../storage/stores.ts";
import { counted, printable } from "./text.ts";

/** A source of spend, and how late it is. */
export interface SourceState
  extends Pick<KnownSource, "name" | "kind" | "basis" | "readThrough" | "error" | "failedAt"> {
  /** The complete days that are not read yet; `undefined` before the first reading. */
  readonly lagDays: number | undefined;
}

/** The state of all sources of spend, of all installations, by name. */
export async function readSpendSources(
  { installations, spend }: Pick<Stores, "installations" | "spend">,
  now: Date,
): Promise<readonly SourceState[]> {
  const owners = [undefined, ...(await installations.list()).map(({ id }) => id)];
  const listed = await Promise.all(owners.map((owner) => spend.list(owner)));
  // If there is only one installation, its list includes the sources without an owner.
  const sources = [...new Map(listed.flat().map((each) => [each.id, each])).values()];
  return sources
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"))
    .map(({ name, kind, basis, readThrough, error, failedAt }) => {
      const lagDays = readThrough === undefined ? undefined : lagOf(readThrough, now);
      return { name, kind, basis, readThrough, lagDays, error, failedAt };
    });
}

/** Lists the sources for a terminal; nothing where there is none. */
export function spendSourcesText(sources: readonly SourceState[]): string {
  if (sources.length === 0) return "";
  return ["", "sources of spend", ...sources.map(lineOf)].join("\n");
}

function lineOf({ name, kind, basis, readThrough, lagDays, error }: SourceState): string {
  const read =
    readThrough === undefined || lagDays === undefined
      ? "never read"
      : `read through ${readThrough}, ${lagDays === 0 ? "up to date" : `${counted(lagDays, "day")} behind`}`;
  const what = name === kind ? basis : `${kind}, ${basis}`;
  const failed = error === undefined ? "" : `  failed: ${printable(error)}`;
  return `  ${printable(name)}  ${what}  ${read}${failed}`;
}

/** The complete UTC days after a day. */
function lagOf(day: string, now: Date): number {
  const missing = Math.floor((now.getTime() - Date.parse(`${day}T00:00:00Z`)) / DAY_MS) - 1;
  return Math.max(0, missing);
}
