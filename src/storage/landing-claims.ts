import type { ChangeKey } from "../domain/records/change.ts";
import type { LandingClaim, TrueClaim } from "../domain/shipping/landed-pulls.ts";
import { asList } from "./among.ts";
import { LANDING_CLAIMS } from "./json/columns.ts";
import {
  CLEAR,
  type ClaimRow,
  HAS_NUMBER,
  HAS_PUSH,
  MATCH_PULL,
  MATCH_PUSH,
  OF_NUMBER,
  OF_PUSH,
  OWN,
  PUSHED,
  SAVE,
  SAVE_PART,
  UNREAD_OF_PULL,
  UNREAD_OF_PUSH,
  type UnreadPart,
} from "./landing-claim-statements.ts";
import type { Connection, Transaction } from "./sql/handle.ts";

/** The content of a change: its patch, and the numbers of changed lines in its files. */
export interface Content {
  readonly patchId: string | undefined;
  readonly contentId: string | undefined;
}

/** The pull requests and pushes that a fact is about. */
export interface Concerned {
  readonly numbers: readonly number[];
  readonly pushes: readonly string[];
}

/** A claim that is true, or was until now. */
export interface KnownClaim extends TrueClaim {
  readonly isTrue: boolean;
}

/** Replaces the claims of a push; `whole` is the content of the whole push. */
export async function saveClaims(
  transaction: Transaction,
  { repositoryId, id: push }: ChangeKey,
  { landing, whole }: { readonly landing: readonly LandingClaim[]; readonly whole: Content },
): Promise<void> {
  const shaOf = ({ baseSha, commits }: LandingClaim) => (baseSha && commits.at(-1)) ?? push;
  const kept = asList(landing.map((claim) => `${claim.number} ${shaOf(claim)}`));
  await transaction.run(CLEAR, { repositoryId, push, kept });
  for (const claim of landing) {
    const { patchId = null, contentId = null } = claim.baseSha === undefined ? whole : {};
    const [baseSha, commits] = [claim.baseSha ?? null, LANDING_CLAIMS.commits.write(claim.commits)];
    const of = { repositoryId, push, number: claim.number, sha: shaOf(claim) };
    await transaction.run(SAVE, { ...of, commits, baseSha, patchId, contentId });
  }
}

/** Saves the content of a part of a push. */
export async function saveClaimPart(
  transaction: Transaction,
  { repositoryId, part }: { readonly repositoryId: number; readonly part: UnreadPart },
  { patchId, contentId }: Content,
): Promise<void> {
  await transaction.run(SAVE_PART, {
    repositoryId,
    ...part,
    patchId: patchId ?? null,
    contentId: contentId ?? null,
  });
}

/** Adds claims without a name: the pull requests, or pushes, with the same patch. */
export async function saveMatches(transaction: Transaction, key: ChangeKey): Promise<void> {
  const { repositoryId, id } = key;
  if ((await transaction.one(OWN, { repositoryId, id }))?.patchId == null) return;
  await transaction.run(isPull(key) ? MATCH_PULL : MATCH_PUSH, { repositoryId, id });
}

/** A change as a pull request or push, with the pushes that its merge commit is a part of. */
export async function findConcerned(connection: Connection, key: ChangeKey): Promise<Concerned> {
  const { repositoryId, id } = key;
  if (!isPull(key)) return { numbers: [], pushes: [id] };
  const sha = (await connection.one(OWN, { repositoryId, id }))?.mergeSha ?? null;
  const having = sha === null ? [] : await connection.all(PUSHED, { repositoryId, sha });
  const pushes = sha === null ? [] : [sha, ...having.map(({ push }) => push)];
  return { numbers: [numberOf(key)], pushes: [...new Set(pushes)] };
}

/** The parts of pushes that may have landed a pull request, and that must be read to decide. */
export function listUnreadParts(connection: Connection, key: ChangeKey): Promise<UnreadPart[]> {
  const { repositoryId, id } = key;
  return isPull(key)
    ? connection.all(UNREAD_OF_PULL, { repositoryId, number: numberOf(key) })
    : connection.all(UNREAD_OF_PUSH, { repositoryId, id });
}

/** The claims about some pull requests or pushes that are true, or were until now. */
export async function findClaims(
  connection: Connection,
  repositoryId: number,
  { numbers, pushes }: Concerned,
): Promise<KnownClaim[]> {
  const found: ClaimRow[] = [];
  for (const value of numbers)
    if ((await connection.one(HAS_NUMBER, { repositoryId, value })) !== undefined)
      found.push(...(await connection.all(OF_NUMBER, { repositoryId, value })));
  for (const value of pushes)
    if ((await connection.one(HAS_PUSH, { repositoryId, value })) !== undefined)
      found.push(...(await connection.all(OF_PUSH, { repositoryId, value })));
  return found.map(({ isTrue, commits, ...claim }) => {
    const key = { repositoryId, push: claim.push, number: claim.number, sha: claim.sha };
    return { ...claim, isTrue: isTrue === 1, commits: LANDING_CLAIMS.commits.read(commits, key) };
  });
}

function isPull({ id }: ChangeKey): boolean {
  return id.startsWith("#");
}

function numberOf({ id }: ChangeKey): number {
  return Number(id.slice(1));
}
