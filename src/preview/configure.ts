import type { Config } from "../config/config.ts";
import { DEFAULT_CONFIG } from "../config/default-config.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import { distinctNames, nameOf, ownersOf } from "./clone-address.ts";
import type { OpenClone } from "./open-clone.ts";

/** A clone with its name in the digest, and the config that holds for it. */
export interface ConfiguredClone {
  readonly open: OpenClone;
  readonly repository: string;
  readonly config: Config;
}

/** The scope of a preview, and the rules that hold for all its clones. */
export interface Subject {
  /** `owner/name` of the only clone, else the owner, or all owners. */
  readonly name: string;
  readonly zone: string;
  readonly floor: number;
  /** Whether the owner's config names scopes, which a preview does not show. */
  readonly saysScopes: boolean;
}

const ZONE = "UTC";
const MOST_OWNERS = 3;

/** Names clones, and gives each its config: its own, or else that of its owner's `.github`, if that is among them. */
export function configure(opened: readonly OpenClone[]): ConfiguredClone[] {
  const names = distinctNames(opened.map(({ address }) => address));
  return opened.map((open, index) => ({
    open,
    repository: names[index] ?? nameOf(open.address),
    config: open.config ?? ownersConfig(ownersOf([open.address]), opened) ?? DEFAULT_CONFIG,
  }));
}

/**
 * Finds the rules of a preview, as the server finds them for the digest of a repository or of an organization.
 *
 * An organization's rules stand in its `.github`. Without a zone there, it has the common zone of all repositories.
 */
export function subjectOf(clones: readonly ConfiguredClone[]): Subject {
  const [first, ...others] = clones;
  if (first === undefined) throw new TypeError("a preview needs a clone");
  const opened = clones.map(({ open }) => open);
  const owners = ownersOf(opened.map(({ address }) => address));
  const config = ownersConfig(owners, opened);
  const saysScopes = config !== undefined && config.scopes.length > 0;
  if (others.length === 0) {
    const { timezone, privacy } = first.config;
    return { name: first.repository, zone: timezone, floor: privacy.floor, saysScopes };
  }
  return {
    name: listed(owners),
    zone: zoneOf(config, clones),
    floor: (config ?? DEFAULT_POLICY).privacy.floor,
    saysScopes,
  };
}

/** Leaves out the repositories that opted out of digests, unless all of them did. */
export function withoutOptedOut(clones: readonly ConfiguredClone[]): readonly ConfiguredClone[] {
  const left = clones.filter(({ config }) => config.digest.enabled);
  return left.length > 0 ? left : clones;
}

/** The config in the `.github` of the only owner. */
function ownersConfig([owner = "", ...others]: readonly string[], opened: readonly OpenClone[]) {
  const name = `${owner}/.github`.toLowerCase();
  if (others.length > 0) return undefined;
  return opened.find(({ address }) => nameOf(address).toLowerCase() === name)?.config;
}

function zoneOf(config: Config | undefined, clones: readonly ConfiguredClone[]): string {
  if (config !== undefined && config.timezone !== ZONE) return config.timezone;
  const [only = ZONE, ...others] = new Set(clones.map((clone) => clone.config.timezone));
  return others.length === 0 ? only : ZONE;
}

function listed(owners: readonly string[]): string {
  const shown = owners.slice(0, MOST_OWNERS);
  const more = owners.length - shown.length;
  return [shown.join(", "), ...(more > 0 ? [`${more} more`] : [])].join(" and ");
}
