import type { GitHubClient } from "../github/octokit.ts";
import { undefinedWhenUnknown } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { ConfigFileReader, ConfigFiles } from "./config-files.ts";
import { recordRefusal } from "./refusals.ts";
import type { SettingsPush, SettingsWork } from "./settings.ts";

/** The stores for reading settings, and the reader of the files. */
interface FileWork extends SettingsWork {
  readonly files: ConfigFileReader;
}

/** A repository, and the push after which its files are read, if there was one. */
interface Asked {
  readonly repository: Repository;
  readonly pushed: SettingsPush | undefined;
}

/**
 * The files; `undefined` when GitHub reports no branch, or refuses them for good. A refused request is repeated after
 * a push, an event, or a day.
 */
export async function readUnlessRefused(
  work: FileWork,
  octokit: GitHubClient,
  { repository, pushed }: Asked,
): Promise<ConfigFiles | undefined> {
  const { stores, log, clock } = work;
  const key = { repositoryId: repository.id, refused: "config" } as const;
  const refusal = await stores.refusals.find(key);
  if (pushed === undefined && refusal !== undefined && refusal.askAgainAt > clock()) return undefined;
  try {
    const found = await readFiles(work, octokit, { repository, pushed });
    if (refusal !== undefined) await stores.refusals.lift(key);
    return found;
  } catch (error) {
    const met = { repository, refused: "config", error, at: clock() } as const;
    const recorded = await recordRefusal(octokit, stores, met);
    if (recorded === undefined) throw error;
    if (recorded.isNew) log.info({ ...key, reason: recorded.reason }, "Config refused, the last one stays");
    return undefined;
  }
}

/** A commit that a later push removed cannot be read. Then the head of the branch is used. */
async function readFiles(
  { files, clock }: FileWork,
  octokit: GitHubClient,
  { repository, pushed }: Asked,
): Promise<ConfigFiles | undefined> {
  if (pushed?.sha === undefined) return files.read(octokit, repository);
  const when = { at: pushed.at, heardAt: pushed.heardAt, now: clock() };
  const found = await files.read(octokit, repository, pushed.sha).catch(undefinedWhenUnknown(when));
  return found ?? files.read(octokit, repository);
}
