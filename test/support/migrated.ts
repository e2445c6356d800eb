import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** The empty database that `test/support/temporary-folder.ts` migrates once for all tests. */
let migrated: Buffer | undefined;

/** The bytes of an empty store. */
export function copyOfMigrated(): Buffer {
  migrated ??= readFileSync(process.env.PLIMSOLL_MIGRATED ?? expect.fail("nothing was migrated"));
  return migrated;
}
