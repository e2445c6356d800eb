import { type Clone, readClone } from "../../src/preview/clone.ts";
import { configure } from "../../src/preview/configure.ts";
import { openClones } from "../../src/preview/open-clones.ts";

/** Reads the clone in a folder, by its own config, up to its newest commit or version. */
export async function readWholeClone(path: string, part: { weeks: number; now: Date }): Promise<Clone> {
  const [only] = configure(await openClones([path], part.now));
  if (only === undefined) throw new TypeError("there is no clone");
  const { open, ...configured } = only;
  const { timezone: zone } = configured.config;
  return readClone(open, { ...configured, asOf: open.newest, weeks: part.weeks, zone });
}

/** The commits with the content of each change of a clone. */
export function contentOf({ path, files, changes }: Clone) {
  return { path, files, contents: new Map(changes.map(({ id, content }) => [id, content])) };
}
