import type { Account } from "./account.ts";
import { knownAccountType } from "./accounts.ts";

/** An account of GraphQL. */
export interface Actor {
  readonly __typename: string;
  readonly login: string;
  readonly databaseId?: number | null;
}

/** The fragment that selects an account. */
export const ACTOR = `fragment account on Actor {
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
}`;

/** The selection of assignments in the timeline of a pull request. */
export const ASSIGNED = "... on AssignedEvent { createdAt assignee { ...account } }";

/** An assignment in a timeline. */
export interface QueriedAssignment {
  readonly createdAt: string;
  /** Absent for other events; null when the account was deleted. */
  readonly assignee?: Actor | null;
}

/**
 * Converts an account to the form of payloads: only logins of bots are kept, and those end in `[bot]`.
 *
 * `undefined` when the account was deleted, or has no id.
 */
export function toAccount(actor: Actor | null | undefined): Account | undefined {
  if (actor == null || actor.databaseId == null) return undefined;
  const { __typename, login, databaseId: id } = actor;
  const type = knownAccountType(__typename);
  return { id, type, login: type === "Bot" ? `${login}[bot]` : "" };
}
