import type { Digest } from "../domain/metric/digest.ts";
import { shiftWeek, weekOf } from "../domain/metric/week.ts";
import type { Stores } from "../storage/stores.ts";
import { computeDigest } from "./compute.ts";
import type { OrganizationSubject, RepositorySubject } from "./digest-request.ts";
import { newestCompleteWeek } from "./newest.ts";
import { loadSubject, nameOf } from "./subject.ts";

/** The number of complete weeks that are compared, beside the present one. */
export const COMPARED_WEEKS = 4;

type ComparedStores = Omit<Stores, "close">;
type Subject = RepositorySubject | OrganizationSubject;

/** Options for comparing two stores. */
interface CompareOptions {
  /** The present time. */
  readonly now: Date;
  /** Called before each repository and organization, with its number from 1 on. */
  readonly onSubject?: (subject: {
    readonly name: string;
    readonly number: number;
    readonly of: number;
  }) => void;
}

/** Two stores say something different of a week. */
class StoresDifferError extends Error {
  override readonly name = "StoresDifferError";
}

/**
 * Compares the digests of the last weeks of all repositories and organizations, as two stores tell them, and returns the
 * number of these. Throws an error that names the first digest that differs.
 */
export async function compareStores(
  first: ComparedStores,
  second: ComparedStores,
  { now, onSubject = () => {} }: CompareOptions,
): Promise<number> {
  const [subjects, others] = [await listSubjects(first), await listSubjects(second)];
  if (asJson(subjects) !== asJson(others)) throw new StoresDifferError("the lists of repositories differ");
  for (const [index, subject] of subjects.entries()) {
    onSubject({ name: titleOf(subject), number: index + 1, of: subjects.length });
    const { zone } = await loadSubject(first, subject);
    const compare = async (week: string) => compareWeek([first, second], { ...subject, week, now });
    const newest = newestCompleteWeek(await compare(weekOf(now, zone)));
    for (let back = 0; back < COMPARED_WEEKS; back += 1) await compare(shiftWeek(newest, -back));
  }
  return subjects.length;
}

/** All repositories, and the organization or person of each. */
async function listSubjects({ repositories }: Pick<Stores, "repositories">): Promise<readonly Subject[]> {
  const all = await repositories.list();
  const owners = [...new Set(all.map(({ owner }) => owner.toLowerCase()))].sort();
  const organizations: Subject[] = [];
  for (const owner of owners)
    organizations.push({ owner, repositories: await repositories.listByOwner(owner) });
  return [...all.map((repository) => ({ repository })), ...organizations];
}

async function compareWeek(
  [first, second]: readonly [ComparedStores, ComparedStores],
  request: Parameters<typeof computeDigest>[1],
): Promise<Digest> {
  const digest = await computeDigest(first, request);
  const other = await computeDigest(second, request);
  if (asJson(digest) === asJson(other)) return digest;
  throw new StoresDifferError(
    `the digest of ${titleOf(request)} in ${request.week} differs between the stores`,
  );
}

function titleOf(subject: Subject): string {
  return "owner" in subject ? subject.owner : nameOf(subject.repository);
}

/** The two databases hold a NUL differently. */
function asJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("\\u0000", "\uFFFD");
}
