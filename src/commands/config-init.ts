import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CONFIG_PATHS } from "../config/location.ts";
import { type SeenInRepository, starterConfig } from "../config/starter.ts";
import { releasesOf } from "../domain/clone/releases.ts";
import { WEEK_MS } from "../domain/durations.ts";
import { readWorkTree } from "../git/clone.ts";
import { GitError } from "../git/git-error.ts";
import { readRefs } from "../git/refs.ts";
import { withRepository } from "./repository.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll config init`. */
export interface InitOptions {
  /** A repository of the store, as OWNER/NAME, whose environments are listed. */
  readonly repository?: string;
  readonly print?: true;
}

const LOOKS_BACK = 13 * WEEK_MS;

/**
 * Writes a commented config to the root of a clone, or prints it. It reads the clone's tags, and the deployments of a
 * store.
 *
 * Throws a `UserError` when there is a config already, or something cannot be read.
 */
export async function initConfig(clone: string, { repository, print }: InitOptions): Promise<void> {
  const root = await readFromGit(clone, readWorkTree);
  if (!print) assertFree(clone, root);
  const releases = await readFromGit(clone, readReleases);
  const environments = repository === undefined ? undefined : await loadEnvironments(repository);
  const text = starterConfig({ releases, environments });
  if (print) {
    process.stdout.write(text);
    return;
  }
  const file = join(root ?? clone, CONFIG_PATHS[0]);
  await create(file, text);
  process.stdout.write(
    `${file}: written; every key is off, so the defaults hold, also where the owner has a config\n`,
  );
}

/** Throws a `UserError` where a clone has no files, or a config already. */
function assertFree(clone: string, root: string | undefined): void {
  if (root === undefined)
    throw new UserError(
      `${clone} has no checked-out files: give the path of a clone that has, or see the config with --print`,
    );
  const there = CONFIG_PATHS.find((path) => existsSync(join(root, path)));
  if (there !== undefined)
    throw new UserError(`${join(root, there)} is there already: edit it, or see a new one with --print`);
}

async function readReleases(clone: string): Promise<SeenInRepository["releases"]> {
  const releases = releasesOf((await readRefs(clone)).tags);
  return { number: releases.length, newest: releases.at(-1)?.name };
}

async function readFromGit<Read>(clone: string, read: (path: string) => Promise<Read>): Promise<Read> {
  try {
    return await read(clone);
  } catch (error) {
    if (error instanceof GitError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

async function loadEnvironments(fullName: string): Promise<SeenInRepository["environments"]> {
  const now = new Date();
  let found: SeenInRepository["environments"];
  await withRepository(fullName, async ({ histories }, { id }) => {
    found = await histories.listEnvironmentCounts(id, [new Date(now.getTime() - LOOKS_BACK), now]);
  });
  return found;
}

/** Creates a file; `wx` lets it fail where one was made in the meantime. */
async function create(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    throw new UserError(`${file} cannot be written: see its content with --print`, { cause: error });
  }
}
