import { closestMatch } from "leven";
import { configKeys } from "./keys.ts";
import { strangeCharacter } from "./values.ts";

type Path = readonly string[];

const MOST_CHARACTERS = 60;
const SHORTEST_BEGINNING = 3;
/** In YAML 1.1 it stands for all keys of another mapping. */
const MERGE = "<<";

/** Suggests a known key for an unknown one, in the mapping at `path`. */
export function describeUnknownKey(key: string, path: Path): string {
  const shown = key.slice(0, MOST_CHARACTERS);
  const advice = key === MERGE ? "keys are not merged: write out what it stands for" : undefined;
  const said = `unknown key ${JSON.stringify(shown)}${strangeCharacter(shown)}`;
  return `${said}: ${advice ?? advise(shown.toLowerCase(), path)}`;
}

/** The keys that the mapping at `path` may have, in order; none where its names are free. */
export function allowedKeys(path: Path): string[] {
  return configKeys()
    .map((each) => each.path)
    .filter((each) => isIn(each, path))
    .map(nameOf)
    .sort();
}

function advise(key: string, path: Path): string {
  const known = configKeys().map((each) => each.path);
  const names = known.map(nameOf);
  const siblings = allowedKeys(path);
  const inOtherNumber = siblings.find((name) => stemOf(name) === stemOf(key));
  const isElsewhere = names.includes(key) && !siblings.includes(key);
  const sibling = inOtherNumber ?? (isElsewhere ? undefined : closest(key, siblings));
  if (sibling !== undefined) return `did you mean "${sibling}"?`;
  const name = closest(key, names);
  if (name === undefined) return `allowed are ${siblings.join(", ")}`;
  const meant = known.filter((each) => nameOf(each) === name).map(written);
  return `did you mean ${meant.join(" or ")}?`;
}

function closest(key: string, names: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(key.length / 3));
  const beginning = key.length < SHORTEST_BEGINNING ? undefined : names.find((name) => name.startsWith(key));
  return closestMatch(key, names, { maxDistance }) ?? beginning;
}

/** A noun without its ending, the same for the singular and the plural. */
function stemOf(name: string): string {
  return name.replace(/(?:y|ies|s)$/, "");
}

function written(path: Path): string {
  return `"${path.join(".")}"${path.length === 1 ? " at the top level" : ""}`;
}

function nameOf(path: Path): string {
  return path.at(-1) ?? "";
}

function isIn(key: Path, path: Path): boolean {
  return (
    key.length === path.length + 1 && path.every((name, index) => [name, "*"].includes(key[index] ?? ""))
  );
}
