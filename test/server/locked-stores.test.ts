import SqliteDatabase from "better-sqlite3";
import { pino } from "pino";
import { afterEach, expect, it, vi } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { openLockedStores } from "../../src/server/locked-stores.ts";

const MINUTE = 60_000;

afterEach(() => void vi.useRealTimers());

it("H10: that deleted data cannot go, while another program reads, is said once, and again only after it could", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  const file = newPath("plimsoll.db");
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const held = await openLockedStores(`file:${file}`, {
    ...{ log, onLost: () => {}, pseudonymKey: {}, now: at(1) },
  });
  const reader = new SqliteDatabase(file, { readonly: true });
  const read = async (id: number) => {
    reader.exec("begin");
    reader.prepare("select count(*) from installations").get();
    await held.stores.installations.remember({ id, installedAt: at(1) });
  };
  await read(1);
  vi.advanceTimersByTime(10 * MINUTE);
  const saidWhileRead = [...said];
  reader.exec("commit");
  vi.advanceTimersByTime(MINUTE);
  await read(2);
  vi.advanceTimersByTime(10 * MINUTE);
  reader.close();
  await held.close();

  const message =
    "Deleted data is still in the write-ahead log: another program keeps the store open for reading";
  expect(saidWhileRead).toEqual([message]);
  expect(said).toEqual([message, message]);
});
