import { acme } from "../../dev/simulation/emulated/acme.ts";
import type { GitHub } from "../../dev/simulation/emulated/github.ts";
import { mergePull, type OpenedPull, openPull, pushCommits } from "../../dev/simulation/emulated/history.ts";
import { deploymentStatus, pullRequestSynchronize, pushOf } from "../../dev/simulation/emulated/payloads.ts";

const CLAUDE = "\n\nCo-Authored-By: Claude Opus 4.8 <noreply@anthropic.com>";
const CONFIG = ".github/plimsoll.yml";
const HOUR_MS = 3_600_000;
/** The pull requests that are merged and deployed, beside the revert of one of them. */
const WORK = [0, 1, 2];

/** Some working days of one repository, in which most of what can happen does. */
export class Week {
  readonly heads: string[] = [];
  readonly formerHeads: string[] = [];
  now: Date;
  readonly #github: GitHub;
  readonly #repository: { readonly owner: string; readonly repo: string };

  constructor(github: GitHub, repo: string, now: Date) {
    this.#github = github;
    this.#repository = { owner: acme.organization, repo };
    this.now = now;
  }

  async play(): Promise<void> {
    await this.#configure();
    const merged: string[] = [];
    for (const number of WORK) {
      const { number: pull } = await this.#open(number, `Work ${number}`);
      const sha = await this.#merge(pull, number);
      merged.push(sha);
      await this.#deploy(sha, number === 1 ? "failure" : "success");
    }
    await this.#deploy(merged[0] ?? "", "success");
    const tip = await this.#revert(1, merged[1] ?? "");
    await this.#deploy(tip, "success");
    await this.#release("v1.0.0", tip);
    const begun = await this.#open(WORK.length, "Begun");
    // The emulator would merge a pull request as it was opened, so only one that stays open is pushed to.
    await this.#pushMore(WORK.length, begun);
  }

  async #wait(hours: number): Promise<Date> {
    await this.#github.delivered();
    this.now = new Date(this.now.getTime() + hours * HOUR_MS);
    await this.#github.setClock(this.now);
    return this.now;
  }

  /** Sends what the emulator does not, after all that it does. */
  async #send(event: string, payload: object): Promise<void> {
    await this.#github.delivered();
    await this.#github.deliver(event, payload);
  }

  async #configure(): Promise<void> {
    const commits = [{ message: "Say what counts", files: { [CONFIG]: 'exclude: ["legacy/**"]\n' } }];
    const sha = await pushCommits(this.#as(0), this.#repository, { branch: "main", commits });
    await this.#tellPush(sha, CONFIG);
  }

  async #open(number: number, title: string): Promise<OpenedPull> {
    await this.#wait(1);
    const message = number % 2 === 0 ? title : `${title}${CLAUDE}`;
    const commits = [{ message, files: { [`src/${number}.ts`]: `${title}\n` } }];
    const branch = `work-${number}`;
    const pull = await openPull(this.#as(number), this.#repository, { branch, title, commits });
    this.heads.push(pull.head);
    return pull;
  }

  async #pushMore(number: number, pull: OpenedPull): Promise<void> {
    const at = await this.#wait(1);
    const commits = [{ message: `More${CLAUDE}`, files: { [`src/more-${number}.ts`]: "more\n" } }];
    const head = await pushCommits(this.#as(number), this.#repository, { branch: `work-${number}`, commits });
    this.formerHeads.push(...this.heads.splice(-1, 1, head));
    const pushed = { number: pull.number, head, at };
    const payload = await pullRequestSynchronize(this.#as(number), this.#repository, pushed);
    await this.#send("pull_request", payload);
  }

  async #merge(pull: number, number: number): Promise<string> {
    await this.#wait(2);
    const merged = { number: pull, method: "squash" } as const;
    const sha = await mergePull(this.#as(number + 1), this.#repository, merged);
    await this.#tellPush(sha, `src/${number}.ts`);
    return sha;
  }

  async #tellPush(sha: string, path: string): Promise<void> {
    const pushed = { sha, paths: [path], at: this.now };
    await this.#send("push", await pushOf(this.#as(0), this.#repository, pushed));
  }

  async #revert(number: number, sha: string): Promise<string> {
    await this.#wait(1);
    const title = `Revert "Work ${number}"`;
    const message = `${title}\n\nThis reverts commit ${sha}.`;
    const commits = [{ message, files: { [`src/${number}.ts`]: null } }];
    const pull = await openPull(this.#as(5), this.#repository, { branch: "revert", title, commits });
    this.heads.push(pull.head);
    return this.#merge(pull.number, number);
  }

  async #deploy(sha: string, ending: "success" | "failure"): Promise<void> {
    const deployedAt = await this.#wait(1);
    const deploymentId = deployedAt.getTime() / 1000;
    for (const [index, state] of (["in_progress", ending] as const).entries()) {
      const status = {
        ...{ deploymentId, statusId: deploymentId + index, sha, ref: "main" },
        ...{ environment: "production", isProduction: true, isTransient: false },
        ...{ state, deployedAt, at: await this.#wait(1) },
      };
      await this.#send("deployment_status", await deploymentStatus(this.#as(0), this.#repository, status));
    }
  }

  async #release(tag: string, sha: string): Promise<void> {
    const at = await this.#wait(1);
    await this.#as(0).rest.git.createRef({ ...this.#repository, ref: `refs/tags/${tag}`, sha });
    const about = { id: at.getTime() / 1000, tag_name: tag, draft: false, prerelease: false };
    const release = { ...about, published_at: at.toISOString() };
    const around = await pushOf(this.#as(0), this.#repository, { sha, paths: [], at });
    await this.#send("release", { ...around, action: "published", release });
  }

  #as(number: number) {
    return this.#github.as(acme.people[number % acme.people.length]?.login ?? "");
  }
}
