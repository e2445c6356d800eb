import { type Chance, createChance } from "../random.ts";
import { nameOf } from "./commits.ts";

/** Something that GitHub tells, and what must come of it. */
export interface Told {
  readonly id: string;
  readonly event: string;
  readonly body: string;
  readonly effect: Effect;
}

/** What must be in the store and on GitHub once a delivery is worked. */
export type Effect =
  | { readonly kind: "installed" }
  | { readonly kind: "head"; readonly repository: number; readonly number: number; readonly head: string }
  | { readonly kind: "pushed"; readonly repository: number; readonly sha: string }
  | { readonly kind: "deployed"; readonly deployment: number; readonly state: string };

interface Pull {
  readonly number: number;
  readonly openedAt: string;
  readonly place: number;
  readonly author: object;
  version: number;
}

/** How many installations there are, each with two repositories, and what is drawn by chance. */
export interface TrafficOptions {
  readonly installations: number;
  readonly seed: number;
  /** What time it is, by GitHub's clock. */
  readonly now: () => Date;
}

const REPOSITORIES_EACH = 2;
const MOST_OPEN = 6;
const MOST_VERSIONS = 9;
const DAY_MS = 86_400_000;
const CLAUDE = "Co-Authored-By: Claude <noreply@anthropic.com>";

/** What many repositories tell of their work, for ever: pull requests, pushes, and deployments. */
export function* traffic({ installations, seed, now }: TrafficOptions): Generator<Told, never> {
  const chance = createChance(seed);
  const all = Array.from(
    { length: installations * REPOSITORIES_EACH },
    (_, at) => new Working(at + 1, { chance, now }),
  );
  // Each was worked on in the week before, so that its digest is due.
  for (const each of all) yield* each.installedBefore(3 * DAY_MS);
  for (;;) yield* (all[Math.floor(chance.next() * all.length)] as Working).goOn();
}

/** A repository in which people work. */
class Working {
  readonly #id: number;
  readonly #chance: Chance;
  readonly #now: () => Date;
  readonly #open: Pull[] = [];
  #place = 0;
  #pulls = 0;
  #told = 0;
  #at = 0;
  /** How long ago it happens what is told. */
  #ago = 0;

  constructor(id: number, { chance, now }: { readonly chance: Chance; readonly now: () => Date }) {
    this.#id = id;
    this.#chance = chance;
    this.#now = now;
  }

  *installedBefore(ago: number): Generator<Told> {
    this.#ago = ago;
    yield* this.#push([this.#grow()]);
    yield* this.#deploy();
    this.#ago = 0;
  }

  *goOn(): Generator<Told> {
    const drawn = this.#chance.next();
    if (drawn < 0.05) yield* this.#openOrPushMore();
    else if (drawn < 0.09) yield* this.#end();
    else if (drawn < 0.6) yield* this.#push([this.#grow()]);
    else yield* this.#deploy();
  }

  *#openOrPushMore(): Generator<Told> {
    const pull = this.#open.length < MOST_OPEN ? undefined : this.#chance.pick(this.#open as [Pull]);
    if (pull !== undefined && pull.version < MOST_VERSIONS) {
      pull.version += 1;
      return yield this.#pullRequest("synchronize", pull);
    }
    this.#pulls += 1;
    const author = account(1 + Math.floor(this.#chance.next() * 40));
    const opened = { number: this.#pulls, openedAt: this.#tick(), place: this.#place, author, version: 0 };
    if (pull === undefined) this.#open.push(opened);
    yield this.#pullRequest("opened", opened);
  }

  /** Merges a pull request, mostly, or closes it. */
  *#end(): Generator<Told> {
    const pull = this.#open.shift();
    if (pull === undefined) return;
    if (this.#chance.happens(0.1)) return yield this.#pullRequest("closed", pull);
    const sha = this.#grow();
    yield this.#pullRequest("closed", pull, sha);
    yield* this.#push([sha]);
  }

  *#push(shas: readonly string[]): Generator<Told> {
    const [after = ""] = shas.slice(-1);
    const before = nameOf({ repository: this.#id, pull: 0, version: 0, place: this.#place - shas.length });
    const payload = {
      ...{ ref: "refs/heads/main", before, after, forced: false, created: false, deleted: false },
      commits: shas.map((id) => ({
        id,
        message: `Work\n\n${CLAUDE}`,
        added: [],
        modified: ["a.ts"],
        removed: [],
      })),
      sender: account(1),
    };
    yield this.#tell("push", payload, { kind: "pushed", repository: this.#id, sha: after });
  }

  *#deploy(): Generator<Told> {
    const id = this.#id * 1_000_000 + this.#told;
    const sha = nameOf({ repository: this.#id, pull: 0, version: 0, place: this.#place });
    for (const [number, state] of ["in_progress", "success"].entries()) {
      const at = this.#tick();
      const payload = {
        action: "created",
        deployment: {
          ...{ id, sha, ref: "main", environment: "production", original_environment: "production" },
          ...{ production_environment: true, transient_environment: false, creator: account(99, "Bot") },
        },
        deployment_status: { id: 2 * id + number, state, environment: "production", created_at: at },
      };
      yield this.#tell("deployment_status", payload, { kind: "deployed", deployment: id, state });
    }
  }

  #pullRequest(action: string, pull: Pull, mergeSha: string | null = null): Told {
    const { number, openedAt, place, author, version } = pull;
    const at = this.#tick();
    const head = nameOf({ repository: this.#id, pull: number, version, place });
    const isClosed = action === "closed";
    const payload = {
      action,
      sender: author,
      pull_request: {
        ...{ number, state: isClosed ? "closed" : "open", created_at: openedAt, updated_at: at },
        ...{ closed_at: isClosed ? at : null, merged_at: mergeSha && at, merge_commit_sha: mergeSha },
        ...{ merged_by: mergeSha && account(2), title: `Work ${number}`, body: CLAUDE, user: author },
        ...{ assignees: [], labels: [], head: { sha: head, ref: `work-${number}` } },
        base: { sha: nameOf({ repository: this.#id, pull: 0, version: 0, place }) },
      },
    };
    return this.#tell("pull_request", payload, { kind: "head", repository: this.#id, number, head });
  }

  #grow(): string {
    this.#place += 1;
    return nameOf({ repository: this.#id, pull: 0, version: 0, place: this.#place });
  }

  #tell(event: string, payload: object, effect: Effect): Told {
    this.#told += 1;
    const owner = Math.ceil(this.#id / REPOSITORIES_EACH);
    const repository = { id: this.#id, name: `r${this.#id}`, owner: { login: `o${owner}` } };
    const more = { default_branch: "main", archived: false, has_issues: true, pushed_at: this.#tick() };
    const addressed = { ...payload, installation: { id: owner }, repository: { ...repository, ...more } };
    return { id: `${this.#id}-${this.#told}`, event, body: JSON.stringify(addressed), effect };
  }

  /** The time, of which no two are the same. */
  #tick(): string {
    this.#at = Math.max(this.#at + 1, this.#now().getTime() - this.#ago);
    return new Date(this.#at).toISOString();
  }
}

function account(id: number, type = "User"): object {
  return { id, login: `person-${id}`, type };
}
