import type { ChangeKey } from "../domain/records/change.ts";
import type { LandingClaim, TrueClaim } from "../domain/shipping/landed-pulls.ts";
import type { Database } from "./database.ts";
import { LANDING_CLAIMS } from "./json/columns.ts";
import type { Json } from "./json/form.ts";
import { prepareClaims } from "./landing-claim-statements.ts";

/** The content of a change: its patch, and the numbers of changed lines in its files. */
export interface Content {
  readonly patchId: string | undefined;
  readonly contentId: string | undefined;
}

/** A part of a push that names a pull request as landed. It must be read to check that. */
export interface UnreadPart {
  readonly push: string;
  readonly sha: string;
  readonly baseSha: string;
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

interface ClaimRow extends Omit<TrueClaim, "commits"> {
  readonly commits: Json<TrueClaim["commits"]>;
  readonly isTrue: 0 | 1;
}

interface Own {
  readonly patchId: string | null;
  readonly mergeSha: string | null;
}

/** The landing claims of pushes, written within the transaction of the caller. */
export interface LandingClaims {
  /** Replaces the claims of a push; `whole` is the content of the whole push. */
  save(push: ChangeKey, claims: readonly LandingClaim[], whole: Content): void;
  savePart(repositoryId: number, part: UnreadPart, content: Content): void;
  /** Adds claims without a name: the pull requests, or pushes, with the same patch. */
  saveMatches(key: ChangeKey): void;
  /** The claims about some pull requests or pushes that are true, or were until now. */
  findClaims(repositoryId: number, concerned: Concerned): readonly KnownClaim[];
  /** A change as a pull request or push, with the pushes that its merge commit is a part of. */
  findConcerned(key: ChangeKey): Concerned;
  listUnreadParts(key: ChangeKey): readonly UnreadPart[];
}

/** Prepares to write and read the landing claims of pushes. */
export function createLandingClaims({ $client }: Database): LandingClaims {
  const statements = prepareClaims($client);
  const ownOf = (key: ChangeKey) => statements.own.get({ ...key }) as Own | undefined;
  return {
    save({ repositoryId, id: push }, claims, whole) {
      const shaOf = ({ baseSha, commits }: LandingClaim) => (baseSha && commits.at(-1)) ?? push;
      const kept = JSON.stringify(claims.map((claim) => `${claim.number} ${shaOf(claim)}`));
      statements.clear.run({ repositoryId, push, kept });
      for (const claim of claims) {
        const { patchId = null, contentId = null } = claim.baseSha === undefined ? whole : {};
        const [baseSha, commits] = [claim.baseSha ?? null, LANDING_CLAIMS.commits.write(claim.commits)];
        const of = { repositoryId, push, number: claim.number, sha: shaOf(claim) };
        statements.save.run({ ...of, commits, baseSha, patchId, contentId });
      }
    },
    savePart(repositoryId, part, { patchId = null, contentId = null }) {
      statements.savePart.run({ repositoryId, ...part, patchId, contentId });
    },
    saveMatches(key) {
      if ((ownOf(key)?.patchId ?? null) === null) return;
      (isPull(key) ? statements.matchPull : statements.matchPush).run({ ...key });
    },
    findClaims: (repositoryId, concerned) => readClaims(statements, repositoryId, concerned),
    findConcerned(key) {
      if (!isPull(key)) return { numbers: [], pushes: [key.id] };
      const sha = ownOf(key)?.mergeSha ?? null;
      const having = sha === null ? [] : statements.pushed.all({ repositoryId: key.repositoryId, sha });
      const pushes = sha === null ? [] : [sha, ...(having as string[])];
      return { numbers: [numberOf(key)], pushes: [...new Set(pushes)] };
    },
    listUnreadParts(key) {
      const statement = isPull(key) ? statements.unreadOfPull : statements.unreadOfPush;
      return statement.all({ ...key, number: numberOf(key) }) as UnreadPart[];
    },
  };
}

function readClaims(
  statements: ReturnType<typeof prepareClaims>,
  repositoryId: number,
  { numbers, pushes }: Concerned,
): readonly KnownClaim[] {
  const ask = (has: typeof statements.hasPush, of: typeof statements.ofPush) => (value: number | string) =>
    has.get({ repositoryId, value }) === undefined ? [] : of.all({ repositoryId, value });
  const found = [
    ...numbers.flatMap(ask(statements.hasNumber, statements.ofNumber)),
    ...pushes.flatMap(ask(statements.hasPush, statements.ofPush)),
  ] as ClaimRow[];
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
