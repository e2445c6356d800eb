import { locateKey, parseConfig } from "../config/config.ts";
import { CONFIG_PATHS } from "../config/location.ts";
import { describePath, describeValue } from "../config/values.ts";
import type { Repository } from "../storage/repositories.ts";
import { type ConfigFiles, OWNERS_REPOSITORY } from "./config-files.ts";
import type { SettingsWork } from "./settings.ts";

const MOST_WARNINGS = 10;

/**
 * Lists the names in an owner's scopes that no repository with the app has, one a line with its place in the file.
 *
 * The scopes in another repository's own config have no effect, which is a line too.
 */
export async function scopeWarnings(
  { stores }: Pick<SettingsWork, "stores">,
  { name, owner, installationId }: Repository,
  { config, path: file = CONFIG_PATHS[0], source }: Pick<ConfigFiles, "config" | "path" | "source">,
): Promise<readonly string[]> {
  if (config === undefined) return [];
  const lineOf = (keys: readonly string[], text: string) => {
    const place = locateKey(config, keys);
    const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
    return `${where}: ${describePath(keys)}: ${text}`;
  };
  if (name !== OWNERS_REPOSITORY) {
    const isUseless = source === "repository" && parseConfig(config, file).scopes.length > 0;
    return isUseless ? [lineOf(["scopes"], `has no effect here, only in ${owner}/${OWNERS_REPOSITORY}`)] : [];
  }
  const scopes = (await stores.scopes.list(installationId)).at(-1)?.scopes ?? [];
  const unknown = scopes.flatMap((scope) =>
    scope.repositories.flatMap(({ id, name: text }, place) =>
      id === undefined ? [{ text, keys: ["scopes", scope.name, "repositories", `${place}`] }] : [],
    ),
  );
  return unknown
    .slice(0, MOST_WARNINGS)
    .map(({ text, keys }) =>
      lineOf(keys, `${describeValue(text)}: no repository of ${owner} with the app has this name`),
    );
}
