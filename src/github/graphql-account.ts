import type { Account } from "./account.ts";
import { typeOf } from "./accounts.ts";

/** An account as GraphQL names it. */
export interface Actor {
  readonly __typename: string;
  readonly login: string;
  readonly databaseId?: number | null;
}

/** The fragment that reads an account. */
export const ACTOR = `fragment account on Actor {
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
}`;

/** The selection that reads who was assigned, in the timeline of a pull request. */
export const ASSIGNED = "... on AssignedEvent { createdAt assignee { ...account } }";

/** What a timeline tells of an assignment. */
export interface QueriedAssignment {
  readonly createdAt: string;
  /** Absent for what is none; null when the account was deleted. */
  readonly assignee?: Actor | null;
}

/**
 * Reads an account as payloads name it: only logins of bots are kept, and those end in `[bot]`.
 *
 * `undefined` when the account was deleted, or has no id.
 */
export function toAccount(actor: Actor | null | undefined): Account | undefined {
  if (actor == null || actor.databaseId == null) return undefined;
  const { __typename, login, databaseId: id } = actor;
  const type = typeOf(__typename);
  return { id, type, login: type === "Bot" ? `${login}[bot]` : "" };
}
