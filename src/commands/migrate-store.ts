import { COMPARED_WEEKS, compareStores } from "../digests/compare-stores.ts";
import { copyStore } from "../storage/copy/copy-store.ts";
import { isDerived } from "../storage/derivation.ts";
import { openStore } from "../storage/open-store.ts";
import { hasOthers } from "../storage/postgres/others.ts";
import type { SqlDatabase } from "../storage/sql/handle.ts";
import { isOnServer, mayBeStore } from "../storage/store-address.ts";
import { lockStore } from "../storage/store-lock.ts";
import { openStores } from "../storage/stores.ts";
import { openProgressLine } from "./progress-line.ts";
import { readStoreArgument } from "./store-argument.ts";
import { UsageError, UserError } from "./user-error.ts";

const AFTERWARDS = `Set DATABASE_URL to the new store, and start the server with the same key of people's hashes: PSEUDONYM_KEY, or
PSEUDONYM_KEY_PATH with the file that lies beside an old store, plimsoll.db.key. With another key it tells people of unsealed weeks apart.
`;

/**
 * Copies a store into an empty one, compares both, and prints what was copied.
 *
 * Throws a `UsageError` for a wrong address, and otherwise why nothing was copied.
 */
export async function migrateStore(from: string, to: string): Promise<void> {
  const source = readStoreArgument("FROM", from, process.env);
  const target = readStoreArgument("TO", to, process.env);
  if (source === target) throw new UsageError("FROM and TO are the same store");
  if (!mayBeStore(source))
    throw new UserError(`there is no store at ${source}: FROM must be the address of the server's store`);
  await withStore(source, "read", async (read) => {
    if (isOnServer(source) && (await hasOthers(read)))
      throw new UserError("FROM is in use: stop all servers and commands on it, and try again");
    if (!(await isDerived(read))) throw new UserError("FROM is not up to date: run plimsoll migrate on it");
    await withStore(target, "write", (written) => copy(read, written));
  });
}

async function copy(source: SqlDatabase, target: SqlDatabase): Promise<void> {
  const line = openProgressLine(process.stderr);
  let subjects = 0;
  try {
    const { tables, rows } = await copyStore(source, target, {
      onTable: ({ name, number, of }) => line.show(`Copying ${number} of ${of}: ${name}`),
      compare: async (read, written) => {
        subjects = await compareStores(read, written, {
          now: new Date(),
          onSubject: ({ name, number, of }) => line.show(`Comparing the digests ${number} of ${of}: ${name}`),
        });
      },
    });
    line.clear();
    process.stdout.write(`${copied({ tables, rows, subjects })}\n\n${AFTERWARDS}`);
  } finally {
    line.clear();
  }
}

function copied({
  tables,
  rows,
  subjects,
}: Readonly<Record<"tables" | "rows" | "subjects", number>>): string {
  const of = (count: number, thing: string) => `${count.toLocaleString("en")} ${thing}`;
  return `Copied ${of(rows, "rows")} of ${of(tables, "tables")}. The digests of ${of(subjects, "repositories and owners")} are equal in the last ${COMPARED_WEEKS} weeks.`;
}

/** Runs a function on a store that no server works on. One that is written is made, or brought up to date, before. */
async function withStore(
  url: string,
  access: "read" | "write",
  action: (sql: SqlDatabase) => Promise<void>,
): Promise<void> {
  const hold = isOnServer(url) ? undefined : await lockStore(url, { waitMs: 0 });
  try {
    if (access === "write") await (await openStores(url)).close();
    const { sql, toStoreError, close } = await openStore(url, access);
    try {
      await action(sql);
    } catch (error) {
      throw toStoreError(error);
    } finally {
      await close();
    }
  } finally {
    hold?.release();
  }
}
