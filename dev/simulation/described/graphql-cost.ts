import { schema as github } from "@octokit/graphql-schema";
import {
  buildSchema,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  getArgumentValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isCompositeType,
  isUnionType,
  Kind,
  parse,
  type SelectionNode,
} from "graphql";

/** GitHub's public schema. */
export const GITHUB_SCHEMA = buildSchema(github.idl, { assumeValid: true });

/** How many nodes a query may ask for; https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export const MOST_NODES = 500_000;
const MOST_LISTED = 100;
/** The documents do not tell it; GitHub answers `ARGUMENT_LIMIT` (sourcecred/sourcecred#908). */
const MOST_IDS = 100;

/** What GitHub counts of a query before it answers. */
export interface QueryCost {
  /** How many requests fulfil its connections, when each gives as much as it is asked for. */
  readonly requests: number;
  /** What the hour's budget is charged with. */
  readonly points: number;
  /** How many nodes can be in the answer. */
  readonly nodes: number;
  /** Why GitHub would not answer it: a connection without a limit, or with one over 100. */
  readonly faults: readonly string[];
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * What a query costs by GitHub's published formula: the requests that fulfil each unique connection, divided by 100 and
 * rounded, and at least 1.
 *
 * Objects that are asked for by their ids count as if a connection had listed them.
 */
export function costOf(query: string, variables: Variables = {}): QueryCost {
  const document = parse(query);
  const operation = getOperationAST(document);
  const root = operation && GITHUB_SCHEMA.getRootType(operation.operation);
  if (!operation || !root) throw new Error("there is no operation, or more than one");
  const { coerced, errors } = getVariableValues(
    GITHUB_SCHEMA,
    operation.variableDefinitions ?? [],
    variables,
  );
  if (coerced === undefined) throw errors?.[0] ?? new Error("the variables do not fit");
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  const counter = new Counter(new Map(fragments.map((each) => [each.name.value, each])), coerced);
  counter.count(operation.selectionSet.selections, { parent: root, times: 1 });
  const { requests, nodes, faults } = counter;
  return { requests, points: Math.max(1, Math.round(requests / 100)), nodes, faults };
}

/** What is selected in objects of some type, of which there can be so many. */
interface Place {
  readonly parent: GraphQLCompositeType;
  readonly times: number;
}

/** A field, however often it is selected under the same name. */
interface Asked {
  readonly parent: GraphQLCompositeType;
  readonly nodes: FieldNode[];
}

class Counter {
  requests = 0;
  nodes = 0;
  readonly faults: string[] = [];
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: Variables) {
    this.#fragments = fragments;
    this.#variables = variables;
  }

  count(selections: readonly SelectionNode[], { parent, times }: Place): void {
    const asked = new Map<string, Asked>();
    this.#collect(selections, parent, asked);
    for (const each of asked.values()) this.#countField(each, times);
  }

  #countField({ parent, nodes }: Asked, times: number): void {
    const [node] = nodes;
    const field = node && !isUnionType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (node === undefined || field === undefined || !isCompositeType(type)) return;
    const selections = nodes.flatMap((each) => each.selectionSet?.selections ?? []);
    const { first, last, ids } = getArgumentValues(field, node, this.#variables);
    const isConnection = type.name.endsWith("Connection");
    const listed = isConnection ? (first ?? last) : Array.isArray(ids) ? ids.length : undefined;
    if (isConnection) this.requests += times;
    if (isConnection && listed == null) this.#wantNoList(field, { type, selections });
    if (typeof listed === "number") this.#list(field, { listed, times, isConnection });
    this.count(selections, { parent: type, times: times * (typeof listed === "number" ? listed : 1) });
  }

  #list(
    { name }: GraphQLField<unknown, unknown>,
    of: { readonly listed: number; readonly times: number; readonly isConnection: boolean },
  ): void {
    this.nodes += of.times * of.listed;
    const most = of.isConnection ? MOST_LISTED : MOST_IDS;
    const least = of.isConnection ? 1 : 0;
    if (of.listed < least || of.listed > most)
      this.faults.push(`${name} asks for ${of.listed} of at most ${most}`);
  }

  /** How many there are can be asked for without a limit, but nothing of them. */
  #wantNoList(
    { name }: GraphQLField<unknown, unknown>,
    {
      type,
      selections,
    }: { readonly type: GraphQLCompositeType; readonly selections: readonly SelectionNode[] },
  ): void {
    const asked = new Map<string, Asked>();
    this.#collect(selections, type, asked);
    const names = [...asked.values()].flatMap(({ nodes }) => nodes.map((node) => node.name.value));
    if (names.includes("nodes") || names.includes("edges")) this.faults.push(`${name} needs first or last`);
  }

  /** A field that is selected twice under one name, as by two fragments, is asked for once. */
  #collect(
    selections: readonly SelectionNode[],
    parent: GraphQLCompositeType,
    asked: Map<string, Asked>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const known = asked.get(name);
        if (known === undefined) asked.set(name, { parent, nodes: [selection] });
        else known.nodes.push(selection);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const fragment = isSpread ? this.#fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const narrowed = GITHUB_SCHEMA.getType(fragment.typeCondition?.name.value ?? parent.name);
      this.#collect(fragment.selectionSet.selections, isCompositeType(narrowed) ? narrowed : parent, asked);
    }
  }
}
