import { mayBeStore } from "../../storage/store-address.ts";
import { openStores } from "../../storage/stores.ts";
import { readSpendSources, type SourceState } from "../spend-sources.ts";
import { counted } from "../text.ts";
import { type Finding, ok, warning } from "./finding.ts";

/** After so many days without news a digest gives no ratio. */
const SILENT_DAYS = 7;

/** Checks that the sources of spend are read. There is no finding where there is no source. */
export async function checkSpend(url: string, now: Date): Promise<Finding[]> {
  if (!mayBeStore(url)) return [];
  const stores = await openStores(url, { access: "read" });
  const sources = await readSpendSources(stores, now).finally(() => stores.close());
  const found = sources.flatMap(findingOf);
  if (sources.length === 0 || found.length > 0) return found;
  return [ok("spend", `${counted(sources.length, "source")} of spend, none failing or silent`)];
}

function findingOf({ name, kind, error, lagDays = 0 }: SourceState): Finding[] {
  const isRead = name === kind;
  if (error !== undefined) {
    const [text = "", ...remedy] = error.split(": ");
    return [
      warning("spend", `${name} was not read: ${text}`, remedy.join(": ") || "run plimsoll spend pull"),
    ];
  }
  if (lagDays <= SILENT_DAYS || kind === "declared") return [];
  const remedy = isRead ? "set its credential, and run plimsoll spend pull" : "import its newest file";
  return [warning("spend", `${name} says nothing of the last ${lagDays} days`, remedy)];
}
