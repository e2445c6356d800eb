/** The process that checks a database file, which takes minutes for a large one. */
import SqliteDatabase from "better-sqlite3";

process.send?.({ damage: findDamage(process.argv[2] ?? "") });
process.disconnect?.();

/** The first damage that SQLite finds; `undefined` for a sound file. */
function findDamage(path: string): string | undefined {
  const client = new SqliteDatabase(path, { readonly: true, fileMustExist: true });
  try {
    const found = client.pragma("quick_check(1)", { simple: true });
    return found === "ok" ? undefined : String(found);
  } catch (error) {
    return String(error);
  } finally {
    client.close();
  }
}
