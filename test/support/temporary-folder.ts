import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives all tests one folder for what they write, and removes it after the last of them. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
