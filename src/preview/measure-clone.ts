import { releasesCarryMost, shipModeShown, toRecords } from "../domain/clone/releases.ts";
import { type CountedChange, countedPart } from "../domain/metric/counted-part.ts";
import { type Measured, toMeasured } from "../domain/metric/measured.ts";
import { shiftWeek, startOf, weekOf } from "../domain/metric/week.ts";
import { type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import { DEFAULT_RULES, type ShipMode } from "../domain/shipping/rules.ts";
import { deriveShipping, type History } from "../domain/shipping/shipping.ts";
import { readLineCounts } from "../git/line-counts.ts";
import type { Clone } from "./clone.ts";

/** The ship mode of a clone: as asked, as in the config, or as its versions show. */
type AskedMode = ShipMode | "auto";

/** Derives what shipped, like the server does from GitHub's facts. */
export function measureClone(clone: Clone, asked: AskedMode): Measured {
  if (asked === "releases" || asked === "merges") return measureBy(clone, asked);
  // By releases, if the clone has them and they carry the merged changes. Otherwise shipping means merging.
  if (shipModeShown(clone.releases, clone.asOf) === "merges") return measureBy(clone, "merges");
  const measured = measureBy(clone, "releases");
  return releasesCarryMost(measured.changes, clone.asOf) ? measured : measureBy(clone, "merges");
}

/** Leaves out the weeks that a shallow clone does not hold whole: measuring begins after that of its last cut. */
export function measuredWhole(measured: Measured, { cutAt }: Pick<Clone, "cutAt">, zone: string): Measured {
  const { measuredSince } = measured;
  if (cutAt === undefined || measuredSince === undefined) return measured;
  const whole = startOf(shiftWeek(weekOf(cutAt, zone), 1), zone);
  return { ...measured, measuredSince: whole > measuredSince ? whole : measuredSince };
}

function measureBy(clone: Clone, ship: ShipMode): Measured {
  const shipping = deriveShipping(historyOf(clone, ship), clone.asOf);
  const measured = toMeasured(clone.repository, shipping, { ship });
  return { ...measured, changes: measured.changes.map(countedPart) };
}

/** The history of a clone as the server would know it. */
export function historyOf({ changes, sides, config, releases, graph }: Clone, ship: ShipMode): History {
  const rules = { ...DEFAULT_RULES, ship, services: config.services, production: config.production };
  const deployments = ship === "releases" ? toRecords(releases) : [];
  return { changes, sides, deployments, graph, unrelated: new Set<string>(), rules: [rules] };
}

/** A clone whose changes may need their lines: the commits with the content of each change, by its id. */
export interface Content {
  readonly path: string;
  readonly files: FileRules;
  readonly contents: ReadonlyMap<string, readonly string[]>;
}

/** Counts the lines of some changes. Git must compare contents for that, which costs more than everything else. */
export async function withLines(
  { path, files, contents }: Content,
  {
    measured,
    isWanted,
  }: { readonly measured: Measured; readonly isWanted: (shipped: CountedChange) => boolean },
): Promise<Measured> {
  const wanted = new Set(measured.changes.filter(isWanted));
  const contentOf = ({ change }: CountedChange) => contents.get(change.id) ?? [];
  const counts = await readLineCounts(path, [...wanted].flatMap(contentOf));
  const linesOf = (shipped: CountedChange) => {
    const all = contentOf(shipped).map((sha) => counts.get(sha));
    if (all.includes(undefined)) return undefined;
    const effective = all.flatMap((file) => file ?? []).filter((file) => isEffectiveFile(file.path, files));
    return effective.reduce((sum, { lines }) => sum + lines, 0);
  };
  const sized = (shipped: CountedChange): CountedChange => {
    return { ...shipped, change: { ...shipped.change, lines: linesOf(shipped) } };
  };
  return { ...measured, changes: measured.changes.map((each) => (wanted.has(each) ? sized(each) : each)) };
}
