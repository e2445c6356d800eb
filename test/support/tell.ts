import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { isPush } from "../../src/domain/receipts/names.ts";
import type { OwnCommit } from "../../src/domain/records/change.ts";
import type { Change } from "../../src/domain/shipping/change.ts";
import { rangeKey } from "../../src/domain/shipping/ranges.ts";
import type { History } from "../../src/domain/shipping/shipping.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { commit, NO_RULES, pullRequest, readChange } from "./stores.ts";

/** Who is stored for each name of a workshop: what stands for a person is a keyed hash. */
export type People = ReadonlyMap<string, string>;

/** Tells stores all that happened in a workshop, and has its deployments played. */
export async function tell(stores: Stores, history: History): Promise<People> {
  const people = await hashesOf(stores, history);
  for (const rules of history.rules) {
    const creators = rules.creators?.map((name) => people.get(name) ?? "");
    await stores.rules.save(SHOP.id, { ...NO_RULES, ...rules, creators });
  }
  await tellCommits(stores, history);
  for (const change of history.changes) await tellChange(stores, change, people);
  await tellDeployments(stores, history, people);
  return people;
}

async function hashesOf(stores: Stores, { changes, deployments, rules }: History): Promise<People> {
  const names = [
    "reviewer",
    ...changes.map(({ builder }) => builder),
    ...deployments.map(({ creator }) => creator?.id),
    ...rules.flatMap(({ creators }) => creators ?? []),
  ];
  const known = [...new Set(names)].filter((name) => name !== undefined);
  const hashes = known.map((_, index) =>
    stores.installations.computePseudonym(SHOP.installationId, index + 1),
  );
  return new Map((await Promise.all(hashes)).map((hash, index) => [known[index] ?? "", hash]));
}

/** The first own commit of a declared change declares it; those of robots and unreadable ones are so all. */
async function tellCommits({ commits }: Stores, { graph, changes }: History): Promise<void> {
  const said = new Map<string, Pick<OwnCommit, "attribution" | "tools" | "evidence">>();
  for (const { attribution, commits: all, merges } of changes) {
    const [first, ...others] = all.filter((sha) => !merges.includes(sha));
    const isDeclared = attribution === "declared";
    const tools = isDeclared ? ["claude-code"] : [];
    const evidence = tools.map((tool) => ({ kind: "co-author" as const, tool }));
    if (first !== undefined && !said.has(first)) said.set(first, { attribution, tools, evidence });
    if (!isDeclared) for (const sha of others) said.set(sha, { attribution, tools: [], evidence: [] });
  }
  const told = [...graph].map(([sha, { parents, tree }]) => ({
    ...commit(sha, ...parents),
    ...said.get(sha),
    ...(tree === undefined ? {} : { tree }),
  }));
  await commits.save(SHOP.id, told);
}

async function tellChange(stores: Stores, change: Change, people: People): Promise<void> {
  const { id, mergedAt, carriers, commits, merges, rewritten } = change;
  const [mergeSha = ""] = carriers;
  const { isEffective, lines, services, patchId, reverts, pickedFrom, restating, partial } = change;
  const own = commits.filter((sha) => !merges.includes(sha));
  const said = { reverts, pickedFrom, restating, partial };
  const read = readChange({ own, merges, isEffective, lines, services, patchId, ...said });
  const pusher = people.get(change.builder ?? "");
  const push = { repositoryId: SHOP.id, before: change.baseSha, at: mergedAt, isForced: false, pusher };
  if (isPush(change)) {
    await stores.pushes.save({ ...push, after: id, commits });
    return stores.changes.saveRead({ repositoryId: SHOP.id, id }, read);
  }
  await tellMerge(stores, change, people);
  await stores.changes.saveRead({ repositoryId: SHOP.id, id }, read);
  if (rewritten.length > 1) await stores.pushes.save({ ...push, after: mergeSha, commits: rewritten });
}

async function tellMerge(stores: Stores, change: Change, people: People): Promise<void> {
  const { mergedAt, baseSha, carriers, attribution } = change;
  const [mergeSha = "", headSha = mergeSha] = carriers;
  const number = Number(change.id.slice(1));
  const merged = { state: "merged" as const, updatedAt: mergedAt, mergedAt, baseSha, mergeSha, headSha };
  const isRobot = attribution === "automation";
  const account = { attribution: isRobot ? ("automation" as const) : ("undeclared" as const), tools: [] };
  const author = people.get(change.builder ?? "");
  await stores.changes.save(pullRequest(number, { ...merged, author, account }));
  const review = { repositoryId: SHOP.id, number, reviewer: people.get("reviewer") ?? "", isApproval: true };
  if (change.isApproved) await stores.reviews.save({ ...review, at: at(1) });
}

async function tellDeployments(
  { deployments, releases, timelines, commits }: Stores,
  history: History,
  people: People,
): Promise<void> {
  const repositoryId = SHOP.id;
  for (const record of history.deployments) {
    const { id } = record;
    const creator = record.creator && { ...record.creator, id: people.get(record.creator.id) ?? "" };
    if (record.kind === "deployment") {
      const { kind: _, statuses, ...told } = record;
      await deployments.save({ repositoryId, deployment: { ...told, creator }, statuses });
      continue;
    }
    for (const releaseState of record.releaseStates)
      await releases.save({ repositoryId, id, creator, releaseState });
    for (const tag of record.tags) await releases.saveTag(repositoryId, tag);
  }
  for (;;) {
    const range = await timelines.findNextRange(SHOP.id);
    if (range === undefined && (await timelines.applyNext(SHOP.id)) === undefined) return;
    if (range === undefined) continue;
    // All its commits are known already.
    const isRelated = !history.unrelated.has(rangeKey(range));
    await commits.saveRange(SHOP.id, range, isRelated ? { commits: [], isComplete: true } : undefined);
  }
}
