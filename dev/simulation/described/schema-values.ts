/** A JSON Schema as OpenAPI 3.1 documents write it; only what such documents use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
}

/** What is chosen where a schema leaves a choice. */
export interface Taste {
  /** Whether something optional is there. */
  readonly wants: () => boolean;
  /** Whether what may be null is. */
  readonly wantsNull: () => boolean;
  /** One of so many alternatives. */
  readonly pick: (alternatives: number) => number;
}

/** Everything optional is absent, everything nullable is null. */
export const LEAST: Taste = { wants: () => false, wantsNull: () => true, pick: () => 0 };
/** Everything is there. */
export const FULLEST: Taste = { wants: () => true, wantsNull: () => false, pick: (count) => count - 1 };

/** Something in between, the same for the same seed. */
export function anyTaste(seed: number): Taste {
  let state = seed | 0;
  // mulberry32: small, and good enough to choose by.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    wants: () => next() < 0.5,
    wantsNull: () => next() < 0.4,
    pick: (count) => Math.floor(next() * count),
  };
}

/** What a generator needs beside the schema. */
export interface Grounds {
  readonly taste: Taste;
  readonly resolve: (ref: string) => Schema;
  /** The words of a string of that name, where a schema does not list them. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
}

/** Deeper than any payload; what is optional below is left out, since schemas may hold themselves. */
const DEEPEST = 12;
const TEXTS = ["", "a text", "zażółć 🚢", "0"];
const NUMBERS = [1, 0, 42, 2 ** 31, Number.MAX_SAFE_INTEGER];
const TIMES = ["2026-11-02T09:00:00Z", "1970-01-01T00:00:00.001Z", "2026-11-02T09:00:00+02:00"];

/** Makes a value that a schema allows, to a taste. */
export function makeValue(schema: Schema, grounds: Grounds, name = "", depth = 0): unknown {
  const { taste } = grounds;
  const one = flat(schema, grounds);
  const options = one.oneOf ?? one.anyOf;
  if (options !== undefined) {
    const { oneOf: _, anyOf: __, ...rest } = one;
    const chosen = choose(
      options.map((option) => flat(option, grounds)),
      taste,
    );
    return makeValue(
      { allOf: [chosen, chosen.type === undefined ? rest : withoutType(rest)] },
      grounds,
      name,
      depth,
    );
  }
  if (one.const !== undefined) return one.const;
  if (one.enum !== undefined) return ofEnum(one.enum, taste);
  const types = [one.type ?? (one.properties === undefined ? "string" : "object")].flat();
  const isNull = types.includes("null") && (types.length === 1 || taste.wantsNull());
  if (isNull) return null;
  const others = types.filter((type) => type !== "null");
  const type = others[taste.pick(others.length)] ?? "null";
  if (type === "object") return objectOf(one, grounds, depth);
  if (type === "array") return arrayOf(one, grounds, name, depth);
  return primitiveOf(type, one, grounds, name);
}

function withoutType({ type: _, ...rest }: Schema): Schema {
  return rest;
}

/** A schema without references, and with all that it must be at once in one. */
function flat(schema: Schema, grounds: Grounds): Schema {
  if (schema.$ref !== undefined) {
    const { $ref, ...rest } = schema;
    return flat({ allOf: [grounds.resolve($ref), rest] }, grounds);
  }
  if (schema.allOf === undefined) return schema;
  const { allOf, ...rest } = schema;
  return [...allOf.map((each) => flat(each, grounds)), rest].reduce(both);
}

function both(one: Schema, other: Schema): Schema {
  const properties: Record<string, Schema> = { ...one.properties };
  for (const [key, schema] of Object.entries(other.properties ?? {})) {
    const before = properties[key];
    properties[key] = before === undefined ? schema : { allOf: [before, schema] };
  }
  const required = [...new Set([...(one.required ?? []), ...(other.required ?? [])])];
  const type = typesOfBoth(one.type, other.type);
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    ...(type !== undefined && { type }),
  };
}

function typesOfBoth(one: Schema["type"], other: Schema["type"]): Schema["type"] {
  if (one === undefined || other === undefined) return one ?? other;
  const others = [other].flat();
  return [one].flat().filter((type) => others.includes(type));
}

function choose(options: readonly Schema[], taste: Taste): Schema {
  const nullish = options.find(({ type }) => type === "null");
  if (nullish !== undefined && taste.wantsNull()) return nullish;
  const others = options.filter((option) => option !== nullish);
  return others[taste.pick(others.length)] ?? {};
}

function ofEnum(values: readonly unknown[], taste: Taste): unknown {
  if (values.includes(null) && taste.wantsNull()) return null;
  const others = values.filter((value) => value !== null);
  return others[taste.pick(others.length)] ?? null;
}

function objectOf(schema: Schema, grounds: Grounds, depth: number): object {
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const made: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(properties)) {
    const isThere = required.includes(key) || (depth < DEEPEST && grounds.taste.wants());
    if (isThere) made[key] = makeValue(property, grounds, key, depth + 1);
  }
  // Some schemas require what they do not describe.
  for (const key of required) made[key] ??= key in made ? made[key] : "undescribed";
  const hasMore = typeof more === "object" && depth < DEEPEST && grounds.taste.wants();
  if (hasMore) made["some-key"] = makeValue(more, grounds, "", depth + 1);
  return made;
}

function arrayOf(
  { items = {}, minItems = 0, maxItems = 2 }: Schema,
  grounds: Grounds,
  name: string,
  depth: number,
) {
  const more = depth < DEEPEST && grounds.taste.wants() ? 1 + grounds.taste.pick(2) : 0;
  const length = Math.min(Math.max(minItems, more), maxItems);
  return Array.from({ length }, () => makeValue(items, grounds, name, depth + 1));
}

function primitiveOf(type: string, schema: Schema, { taste, words }: Grounds, name: string): unknown {
  const one = <Item>(items: readonly Item[]) => items[taste.pick(items.length)];
  if (type === "boolean") return one([false, true]);
  if (type === "integer" && name.endsWith("_at")) return one([0, 1_793_000_000]);
  if (type === "integer" || type === "number") return Math.max(schema.minimum ?? 0, one(NUMBERS) ?? 0);
  const known = words?.[name];
  if (known !== undefined) return one(known);
  if (schema.format === "date-time" || name.endsWith("_at")) return one(TIMES);
  if (schema.format === "date") return "2026-11-02";
  if (schema.format === "email") return "somebody@acme.example";
  if (schema.format?.startsWith("uri")) return "https://api.github.com/somewhere";
  if (schema.pattern !== undefined) return exampleOf(schema.pattern);
  return one(TEXTS)
    ?.padEnd(schema.minLength ?? 0, "x")
    .slice(0, schema.maxLength);
}

/** A text that fits one of the few patterns of GitHub's documents. */
function exampleOf(pattern: string): string {
  const fits = new RegExp(pattern);
  const found = ["0123456789abcdef0123456789abcdef01234567", "0".repeat(64), "sha256:ab", "1.0", "abc"].find(
    (text) => fits.test(text),
  );
  if (found === undefined) throw new Error(`no example of ${pattern}`);
  return found;
}
