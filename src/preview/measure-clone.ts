import { releasesCarryMost, shipModeShown, toRecords } from "../domain/clone/releases.ts";
import { type Measured, toMeasured } from "../domain/metric/measured.ts";
import { isEffectiveFile } from "../domain/shipping/effective.ts";
import type { ShippedChange } from "../domain/shipping/judgement.ts";
import { DEFAULT_RULES, type ShipMode } from "../domain/shipping/rules.ts";
import { deriveShipping } from "../domain/shipping/shipping.ts";
import { readLineCounts } from "../git/line-counts.ts";
import type { Clone } from "./clone.ts";

/** Derives what shipped, like the server does from GitHub's facts. */
export function measureClone(
  { scope, config, graph, changes, sides, releases, asOf }: Clone,
  ship: ShipMode,
): Measured {
  const rules = { ...DEFAULT_RULES, ship, services: config.services, production: config.production };
  const deployments = ship === "releases" ? toRecords(releases) : [];
  const history = { changes, sides, deployments, graph, unrelated: new Set<string>(), rules: [rules] };
  return toMeasured(scope, deriveShipping(history, asOf), { ship });
}

/** The same by releases, if the clone has them and they carry the merged changes. Otherwise shipping means merging. */
export function measureAsShown(clone: Clone): Measured {
  if (shipModeShown(clone.releases, clone.asOf) === "merges") return measureClone(clone, "merges");
  const measured = measureClone(clone, "releases");
  return releasesCarryMost(measured.changes, clone.asOf) ? measured : measureClone(clone, "merges");
}

/** Counts the lines of some changes. Git must compare contents for that, which costs more than everything else. */
export async function withLines(
  path: string,
  { files, contents }: Pick<Clone, "files" | "contents">,
  {
    measured,
    isWanted,
  }: { readonly measured: Measured; readonly isWanted: (shipped: ShippedChange) => boolean },
): Promise<Measured> {
  const wanted = new Set(measured.changes.filter(isWanted));
  const contentOf = ({ change }: ShippedChange) => contents.get(change.id) ?? [];
  const counts = await readLineCounts(path, [...wanted].flatMap(contentOf));
  const linesOf = (shipped: ShippedChange) => {
    const all = contentOf(shipped).map((sha) => counts.get(sha));
    if (all.includes(undefined)) return undefined;
    const effective = all.flatMap((file) => file ?? []).filter((file) => isEffectiveFile(file.path, files));
    return effective.reduce((sum, { lines }) => sum + lines, 0);
  };
  const sized = (shipped: ShippedChange): ShippedChange => {
    return { ...shipped, change: { ...shipped.change, lines: linesOf(shipped) } };
  };
  return { ...measured, changes: measured.changes.map((each) => (wanted.has(each) ? sized(each) : each)) };
}
