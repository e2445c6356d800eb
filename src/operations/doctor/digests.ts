import { mayBeStore } from "../../storage/store-address.ts";
import { openStores } from "../../storage/stores.ts";
import { type Finding, warning } from "./finding.ts";

/** Finds the owners whose digest has no place. There is no finding where all have one. */
export async function checkDigests(url: string): Promise<Finding[]> {
  if (!mayBeStore(url)) return [];
  const stores = await openStores(url, { access: "read" });
  const problems = await stores.installations.listDigestProblems().finally(() => stores.close());
  return problems.map(({ owner, problem }) => {
    const [text = "", ...remedy] = problem.split(": ");
    return warning("digests", `${owner}: ${text}`, remedy.join(": "));
  });
}
