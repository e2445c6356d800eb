import { locateKey, parseConfig } from "../config/config.ts";
import { CONFIG_PATHS } from "../config/location.ts";
import { describePath, describeValue } from "../config/values.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { OwnedFiles } from "../domain/scopes/codeowners.ts";
import { partialScopesOf } from "../domain/scopes/membership.ts";
import type { NamedScope } from "../domain/scopes/named-scopes.ts";
import type { Repository } from "../storage/repositories.ts";
import { type ConfigFiles, OWNERS_REPOSITORY } from "./config-files.ts";
import type { SettingsWork } from "./settings.ts";

const MOST_WARNINGS = 10;

/**
 * Lists the names in an owner's scopes that mean nothing, one a line with its place in the file: repositories without the
 * app, and services and teams that no repository of the scope has.
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
  const unknown = [...unknownRepositories(scopes, owner), ...(await unknownParts(stores, scopes, owner))];
  return unknown
    .slice(0, MOST_WARNINGS)
    .map(({ text, keys, problem }) => lineOf(keys, `${describeValue(text)}: ${problem}`));
}

/** A name in a scope that nothing has. */
interface Unknown {
  readonly text: string;
  readonly keys: readonly string[];
  readonly problem: string;
}

function unknownRepositories(scopes: readonly NamedScope[], owner: string): Unknown[] {
  const problem = `no repository of ${owner} with the app has this name`;
  return scopes.flatMap((scope) =>
    scope.repositories.flatMap(({ id, name: text }, place) =>
      id === undefined ? [{ text, keys: ["scopes", scope.name, "repositories", `${place}`], problem }] : [],
    ),
  );
}

const NO_SERVICE = "no config of its repositories has a service of this name";
const NO_TEAM = "no CODEOWNERS of its repositories that was read names this team";

/** The services and teams of partial scopes that none of their repositories has. */
async function unknownParts(
  { repositories, rules, codeOwners }: Pick<SettingsWork["stores"], "repositories" | "rules" | "codeOwners">,
  scopes: readonly NamedScope[],
  owner: string,
): Promise<Unknown[]> {
  const named = scopes.filter(({ services, codeowners }) => services ?? codeowners);
  if (named.length === 0) return [];
  const all = await repositories.listByOwner(owner);
  const last = new Map<number, StoredRules | undefined>();
  const owned = new Map<number, readonly OwnedFiles[]>();
  for (const { id } of all) {
    last.set(id, (await rules.list(id)).at(-1));
    const lines = (await codeOwners.list(id)).at(-1)?.lines;
    if (lines !== undefined) owned.set(id, lines);
  }
  return named.flatMap((scope) => {
    const own = all.filter((each) => partialScopesOf([scope], each).length > 0);
    const known = own.flatMap(({ id }) => last.get(id) ?? []);
    const read = own.flatMap(({ id }) => {
      const lines = owned.get(id);
      return lines === undefined ? [] : [lines];
    });
    const has = {
      services: new Set(known.flatMap(({ services }) => services.map(({ name }) => name))),
      codeowners: new Set(read.flatMap((lines) => lines.flatMap(({ teams }) => teams))),
    };
    const missing = (key: keyof typeof has, problem: string) =>
      (scope[key] ?? []).flatMap((text, place) =>
        has[key].has(text) ? [] : [{ text, keys: ["scopes", scope.name, key, `${place}`], problem }],
      );
    return [
      ...(known.length === 0 ? [] : missing("services", NO_SERVICE)),
      ...(read.length === 0 ? [] : missing("codeowners", NO_TEAM)),
    ];
  });
}
