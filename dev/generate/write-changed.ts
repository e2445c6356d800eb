import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Writes a file if that changes it. CI runs tests meanwhile, which may read it. */
export function writeChanged(file: URL, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
