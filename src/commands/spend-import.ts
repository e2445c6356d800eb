import { shiftDay } from "../domain/spend/fact.ts";
import type { SpendSource } from "../domain/spend/source.ts";
import { readStorageEnv } from "../env.ts";
import { findChanges } from "../spend/import/changes.ts";
import { type ImportedFile, readSpendFile } from "../spend/import/import-file.ts";
import type { ImportOptions } from "../spend/import/import-options.ts";
import { mayBeStore } from "../storage/store-address.ts";
import { lockStore } from "../storage/store-lock.ts";
import { openStores } from "../storage/stores.ts";
import { print } from "./output.ts";
import { withStores } from "./repository.ts";
import { readFormat, readSource, readTime, readTool } from "./spend-import-arguments.ts";
import { type ImportContext, NO_CONTEXT, readContext } from "./spend-import-context.ts";
import { withInput } from "./spend-import-input.ts";
import { type Effect, importText } from "./spend-import-text.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll spend import`. */
export interface SpendImportOptions {
  readonly source: string;
  readonly format: string;
  readonly tool?: string;
  readonly owner?: string;
  readonly asOf?: string;
  readonly dryRun?: true;
}

/**
 * Imports the spend in a file: each of its days replaces that day of the source. Prints what was imported and dropped.
 *
 * It stores all of the file or nothing. Throws a `UsageError` for wrong options, and a `UserError` for a wrong file.
 */
export async function importSpend(file: string, options: SpendImportOptions): Promise<void> {
  const now = new Date();
  const format = readFormat(options.format);
  const source = readSource(options.source, format);
  const readAt = options.asOf === undefined ? now : readTime(options.asOf, now);
  const isDryRun = options.dryRun === true;
  await withInput(file, async (bytes) => {
    const context = await findContext(source, options.owner);
    const { ownTools, scopes } = context;
    const tool = readTool(options.tool, ownTools);
    const importing: ImportOptions = { source: source.name, format, tool, ownTools, scopes, now };
    const found = await readSpendFile(bytes, importing, readAt);
    const effect = await findEffect(context, found);
    if (!isDryRun) await store(context, source, found);
    await print(importText({ source, found, effect, isDryRun }));
  });
}

async function findContext(source: SpendSource, owner: string | undefined): Promise<ImportContext> {
  if (!hasStore()) {
    if (owner !== undefined)
      throw new UserError("there is no store, and so no organization: leave --owner out");
    return NO_CONTEXT;
  }
  let context = NO_CONTEXT;
  await withStores(async (stores) => {
    context = await readContext(stores, source, owner);
  });
  return context;
}

function hasStore(): boolean {
  return mayBeStore(readStorageEnv(process.env).DATABASE_URL);
}

/** What the import changes. A day that a later reading knows stays. */
async function findEffect({ known }: ImportContext, { reading }: ImportedFile): Promise<Effect> {
  const days = [...reading.days.keys()];
  const [first, last] = [days[0], days.at(-1)];
  if (known === undefined || first === undefined || last === undefined)
    return { changed: [], left: [], before: 0 };
  let effect: Effect = { changed: [], left: [], before: 0 };
  await withStores(async ({ spend }) => {
    const later = new Set(await spend.listDaysReadAfter(known.id, reading.readAt));
    const stored = await spend.listFacts({ sources: [known.id], from: first, until: shiftDay(last, 1) });
    const open = stored.filter(({ day }) => !later.has(day));
    effect = {
      changed: findChanges(open, reading.days),
      left: days.filter((day) => later.has(day)),
      before: new Set(open.map(({ day }) => day)).size,
    };
  });
  return effect;
}

/** Stores a reading, in one transaction. A store is made where there is none, as the server does when it starts. */
async function store(
  { owner }: ImportContext,
  source: SpendSource,
  { reading }: ImportedFile,
): Promise<void> {
  if (!hasStore()) await makeStore();
  await withStores(async ({ spend }) => void (await spend.save(owner, { source, reading })), "write");
}

async function makeStore(): Promise<void> {
  const { DATABASE_URL: url } = readStorageEnv(process.env);
  const lock = await lockStore(url, { waitMs: 0 });
  try {
    const stores = await openStores(url);
    await stores.close();
  } finally {
    lock.release();
  }
}
