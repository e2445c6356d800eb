import { acme } from "../../dev/simulation/emulated/acme.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { writeWeekReceipts } from "../../src/explain/receipts.ts";
import { openStores } from "../../src/storage/stores.ts";
import { type Load, playLoad, REPOSITORIES } from "./load.ts";
import { MONDAYS, send } from "./progress.ts";
import { Session } from "./session.ts";

/** All that a load's deliveries come to, on GitHub and in the store. */
export interface Outcome {
  /** What stands on the heads of the pull requests, by repository and head. */
  readonly checkRuns: Readonly<Record<string, readonly object[]>>;
  readonly issues: readonly object[];
  /** The digest of the week, and each of its changes and deployments with the rule that decided. */
  readonly weeks: readonly object[];
  /** How many heads that were pushed over have more than one check run. */
  readonly formerDoubles: number;
  readonly unfinished: { readonly pending: number; readonly parked: number; readonly stale: number };
}

const octokitOf = ({ github }: Load) => github.as("dario");

/** Reads the outcome of a load from its GitHub, and from the store that a server left. */
export async function outcomeOf(load: Load, databaseUrl: string): Promise<Outcome> {
  const former = await Promise.all(
    load.heads.flatMap(({ repo, former }) => former.map((head) => checkRunsOn(load, repo, head))),
  );
  return {
    checkRuns: await checkRunsOf(load),
    issues: (await Promise.all(REPOSITORIES.map((repo) => issuesOf(load, repo)))).flat(),
    formerDoubles: former.filter((runs) => runs.length > 1).length,
    ...(await storedOutcome(databaseUrl)),
  };
}

async function checkRunsOf(load: Load): Promise<Outcome["checkRuns"]> {
  const all: Record<string, readonly object[]> = {};
  for (const { repo, current } of load.heads) {
    for (const head of current) all[`${repo}@${head}`] = await checkRunsOn(load, repo, head);
  }
  return all;
}

async function checkRunsOn(load: Load, repo: string, ref: string): Promise<object[]> {
  const place = { owner: acme.organization, repo, ref, filter: "all", per_page: 100 } as const;
  const { data } = await octokitOf(load).rest.checks.listForRef(place);
  return data.check_runs.map(({ name, external_id, status, conclusion, output }) => {
    const { title, summary, text } = output;
    return { name, external_id, status, conclusion, title, summary, text };
  });
}

async function issuesOf(load: Load, repo: string): Promise<object[]> {
  const place = { owner: acme.organization, repo, state: "all", per_page: 100 } as const;
  const { data } = await octokitOf(load).rest.issues.listForRepo(place);
  return data
    .filter((issue) => issue.pull_request === undefined)
    .map(({ number, title, body, state, labels }) => ({
      repo,
      number,
      title,
      body,
      state,
      labels: labels.length,
    }));
}

async function storedOutcome(databaseUrl: string): Promise<Pick<Outcome, "weeks" | "unfinished">> {
  const stores = await openStores(databaseUrl);
  const weeks: object[] = [];
  for (const repository of await stores.repositories.listActive()) {
    const asked = { repository, week: "2026-W45", now: MONDAYS[1] };
    weeks.push({ ...(await computeDigest(stores, asked)), receipts: await writeWeekReceipts(stores, asked) });
  }
  const { pending, parked } = await stores.deliveries.loadDepth();
  const { stale, failed } = await stores.operations.loadCheckRunQueue();
  await stores.close();
  return { weeks, unfinished: { pending, parked, stale: stale + failed } };
}

/** What the load comes to when nothing goes wrong. */
export async function undisturbedOutcome(): Promise<Outcome> {
  const session = new Session(await playLoad());
  await session.start();
  await send(session.load, session.load.deliveries);
  await session.settle();
  await session.publish();
  const outcome = await outcomeOf(session.load, session.databaseUrl);
  await session.stop();
  return outcome;
}
