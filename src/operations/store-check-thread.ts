/** The thread that looks a database file over, which takes minutes for a large one. */
import { parentPort, workerData } from "node:worker_threads";
import SqliteDatabase from "better-sqlite3";

const client = new SqliteDatabase(workerData as string, { readonly: true, fileMustExist: true });
parentPort?.postMessage(findDamage());
client.close();

/** What SQLite finds wrong first; `undefined` for a sound file. */
function findDamage(): string | undefined {
  try {
    const found = client.pragma("quick_check(1)", { simple: true });
    return found === "ok" ? undefined : String(found);
  } catch (error) {
    return String(error);
  }
}
