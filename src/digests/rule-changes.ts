import type { DefinitionChange } from "../domain/metric/definition.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import { otherWay, type ShipChoice, switchesOf } from "../domain/shipping/ship-choice.ts";
import type { ChangedKey, RuleChange } from "../render/digest/warnings/rule-changes.ts";

/** The settings that decide what counts, the oldest of each first. */
export interface Deciding {
  readonly rules: readonly StoredRules[];
  readonly choices: readonly ShipChoice[];
  readonly definitions: readonly DefinitionChange[];
  /**
   * The times from which people were hashed with another key. A person who merged before and after one counts as two.
   */
  readonly keyChanges: readonly Date[];
}

/** The changes of rules that took effect in an interval of time, the oldest first. */
export function ruleChangesIn(
  { rules, choices, definitions, keyChanges }: Deciding,
  isIn: (at: Date) => boolean,
): RuleChange[] {
  const said = rules.flatMap((after, index) => {
    const before = rules[index - 1];
    if (before === undefined || !isIn(after.since)) return [];
    return [{ at: after.since, keys: changedKeys(before, after) }];
  });
  const turned = switchesOf(choices).filter(({ since }) => isIn(since));
  const defined = definitions.filter(({ since }) => isIn(since));
  const rekeyed = keyChanges.filter(isIn).map((at) => ({ at, keys: [KEY_OF_PEOPLE] }));
  return [...said, ...turned.map(turnOf), ...defined.map(definitionOf), ...rekeyed].sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
}

const KEY_OF_PEOPLE: ChangedKey = { key: "the key of people's hashes", added: [], removed: [] };

function turnOf({ since, ship }: ShipChoice): RuleChange {
  return {
    at: since,
    keys: [{ key: "ship", added: [`auto (${ship})`], removed: [`auto (${otherWay(ship)})`] }],
  };
}

function definitionOf({ since, from, to }: DefinitionChange): RuleChange {
  return { at: since, keys: [{ key: "definition", added: [`${to}`], removed: [`${from}`] }] };
}

function changedKeys(before: StoredRules, after: StoredRules): ChangedKey[] {
  const [old, current] = [saidBy(before), saidBy(after)];
  return Object.keys(current).flatMap((key) => {
    const [a, b] = [old[key] ?? [], current[key] ?? []];
    const [added, removed] = [b.filter((each) => !a.includes(each)), a.filter((each) => !b.includes(each))];
    return added.length + removed.length === 0 ? [] : [withoutHashes({ key, added, removed })];
  });
}

/** The rules without accounts, which are stored as hashes and mean nothing to readers. */
function withoutHashes(changed: ChangedKey): ChangedKey {
  const isHashed = changed.key === "bots" || changed.key === "creators";
  return isHashed ? { key: changed.key, added: [], removed: [] } : changed;
}

/** The rules by the keys of the config, as texts. */
function saidBy(rules: StoredRules): Readonly<Record<string, readonly string[]>> {
  const { ship, production, services, exclude, agents, prose, bots, creators, timezone, gitattributes } =
    rules;
  return {
    ship: [ship],
    production: production ?? ["the usual names"],
    services: services.map(
      ({ name, environments, paths }) => `${name}: ${[...environments, ...paths].join(" ")}`,
    ),
    exclude,
    agents: agents.map(({ id }) => id),
    "attribution.prose": [`${prose}`],
    bots,
    creators: creators ?? [],
    "digest.timezone": [timezone],
    ".gitattributes": gitattributes.flatMap(({ folder, lines }) =>
      lines.map((line) => (folder === "" ? line : `${folder}/: ${line}`)),
    ),
  };
}
