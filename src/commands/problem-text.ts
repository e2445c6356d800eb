/** What a user can do about an error of SQLite, by the beginning of its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "another process writes to the store: try again, or end that process",
  SQLITE_LOCKED: "another process writes to the store: try again, or end that process",
  SQLITE_FULL: "free space on the disk of the store, and try again",
  SQLITE_READONLY: "this user must be allowed to write the store and its folder",
  SQLITE_CANTOPEN: "this user must be allowed to read and write the store and its folder",
  SQLITE_IOERR: "look at the disk of the store, and run plimsoll doctor",
  SQLITE_NOTADB: "run plimsoll doctor, and restore the newest backup",
  SQLITE_CORRUPT: "run plimsoll doctor, and restore the newest backup",
};

/** The message of an error in one line, with what to do about an error of SQLite. */
export function problemText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const root = error.cause instanceof Error && remedyOf(error.cause) !== undefined ? error.cause : error;
  const remedy = remedyOf(root);
  return remedy === undefined ? error.message : `${root.message}: ${remedy}`;
}

function remedyOf(error: Error): string | undefined {
  if (!("code" in error) || typeof error.code !== "string") return undefined;
  const { code } = error;
  return Object.entries(REMEDIES).find(([prefix]) => code.startsWith(prefix))?.[1];
}
