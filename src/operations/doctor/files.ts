import { statSync } from "node:fs";
import { type Finding, ok, warning } from "./finding.ts";

const BY_OTHERS = 0o077;

/** Checks whether others than their owner may read files with secrets; missing files are left out. */
export function checkFiles(paths: readonly string[]): Finding[] {
  const modes = paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? [] : [{ path, isOpen: (found.mode & BY_OTHERS) !== 0 }];
  });
  const open = modes.filter(({ isOpen }) => isOpen);
  if (modes.length === 0) return [];
  if (open.length === 0) return [ok("files", "only their owner can read the store and the secrets")];
  return open.map(({ path }) => warning("files", `others may read or write ${path}`, `chmod 600 ${path}`));
}
