/** Holds the write lock of the database file that its argument names, until it is told to end. */
import SqliteDatabase from "better-sqlite3";

const database = new SqliteDatabase(process.argv[2] ?? "");
database.exec("begin immediate");
process.stdin.resume().once("end", () => database.close());
process.stdout.write("locked\n");
