/**
 * No push lands more. A push with more claims came from another repository, and names that repository's pull requests.
 */
const MOST_CLAIMS = 100;

/** A commit of a push, and the pull requests of its own repository that it names. */
interface NamingCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly numbers: readonly number[];
}

/** Commits of a push that name a pull request as landed. */
export interface LandingClaim {
  readonly number: number;
  /** Oldest first. */
  readonly commits: readonly string[];
  /** The commit before them; `undefined` where they are the whole push. */
  readonly baseSha: string | undefined;
}

/**
 * The claims of the commits of a push. A claim is the whole push where all commits except merges name the same pull
 * request. Otherwise it is each run of successive commits with the same name, as in a stack that is landed at once.
 */
export function claimsOfPush(commits: readonly NamingCommit[]): LandingClaim[] {
  const own = commits.filter(({ parents }) => parents.length < 2);
  const all = commits.map(({ sha }) => sha);
  const claims = [...byNumber(own)].flatMap(([number, naming]): LandingClaim[] => {
    if (naming.length === own.length) return [{ number, commits: all, baseSha: undefined }];
    return runsOf(naming).map((run) => ({
      number,
      commits: run.map(({ sha }) => sha),
      baseSha: run[0]?.parents[0],
    }));
  });
  const isPart = ({ baseSha }: LandingClaim) => baseSha !== undefined;
  return claims.length > MOST_CLAIMS ? claims.filter((claim) => !isPart(claim)) : claims;
}

/** The commits that name each number, in order; a push of thousands may name thousands. */
function byNumber(commits: readonly NamingCommit[]): ReadonlyMap<number, readonly NamingCommit[]> {
  const naming = new Map<number, NamingCommit[]>();
  for (const commit of commits) {
    for (const number of new Set(commit.numbers)) {
      const others = naming.get(number);
      if (others === undefined) naming.set(number, [commit]);
      else others.push(commit);
    }
  }
  return naming;
}

/** The runs of commits, each the parent of the next. */
function runsOf(commits: readonly NamingCommit[]): NamingCommit[][] {
  const runs: NamingCommit[][] = [];
  for (const commit of commits) {
    const last = runs.at(-1);
    if (last !== undefined && commit.parents[0] === last.at(-1)?.sha) last.push(commit);
    else runs.push([commit]);
  }
  return runs;
}

/** A confirmed claim: the pull request has the same content, and was closed without a merge at that time. */
export interface TrueClaim {
  readonly number: number;
  /** The push, by its last commit, and its time. */
  readonly push: string;
  readonly at: number;
  /** The last of the commits that landed it. */
  readonly sha: string;
  readonly commits: readonly string[];
}

/**
 * The landed pull requests, with the claim that landed each.
 *
 * The first push wins, since a pull request may be reverted and landed again. Within one push, the claim with more
 * commits wins, then the lower number. No commit lands two pull requests.
 */
export function landedPulls(claims: readonly TrueClaim[]): ReadonlyMap<number, TrueClaim> {
  const landed = new Map<number, TrueClaim>();
  const taken = new Set<string>();
  for (const claim of claims.toSorted(byPrecedence)) {
    if (landed.has(claim.number) || claim.commits.some((sha) => taken.has(sha))) continue;
    landed.set(claim.number, claim);
    for (const sha of claim.commits) taken.add(sha);
  }
  return landed;
}

function byPrecedence(a: TrueClaim, b: TrueClaim): number {
  const byPush = a.push < b.push ? -1 : Number(a.push > b.push);
  const byEnd = a.sha < b.sha ? -1 : 1;
  return a.at - b.at || byPush || b.commits.length - a.commits.length || a.number - b.number || byEnd;
}
