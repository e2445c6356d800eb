/** What a user can do about an error of SQLite or PostgreSQL, by the beginning of its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "another process writes to the store: try again, or end that process",
  SQLITE_LOCKED: "another process writes to the store: try again, or end that process",
  SQLITE_FULL: "free space on the disk of the store, and try again",
  SQLITE_READONLY: "this user must be allowed to write the store and its folder",
  SQLITE_CANTOPEN: "this user must be allowed to read and write the store and its folder",
  SQLITE_IOERR: "look at the disk of the store, and run plimsoll doctor",
  SQLITE_NOTADB: "run plimsoll doctor, and restore the newest backup",
  "42501": "this user of the database must be allowed to do this",
  "25006": "the database takes no writes: set DATABASE_URL to the primary server",
  "53": "free the disk, the memory or a connection of the database's server, and try again",
  "57P": "the database's server ends or cancels the work: try again",
  SQLITE_CORRUPT: "run plimsoll doctor, and restore the newest backup",
};

/** The message of an error in one line, with what to do about an error of the database. */
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
