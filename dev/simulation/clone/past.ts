import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { COMMIT, createRepository, shaIn } from "./repository.ts";

/** Who commits what. */
export interface Work {
  /** The files that are written, each with something new in it. */
  readonly files?: readonly string[];
  /** Files with what is written to them. */
  readonly contents?: Readonly<Record<string, string>>;
  readonly by?: string;
  /** Who applies it, GitHub unless told. */
  readonly committer?: string;
}

const GITHUB = "GitHub <noreply@github.com>";
const ADA = "Ada Example <ada@mail.example>";
const MINUTE = 60_000;
const IDENTITY = /^(?<name>.*) <(?<email>.*)>$/;

/** A repository with a past: whatever is done in it has the time that was waited for. */
export class Past {
  readonly path: string;
  readonly #repository: ReturnType<typeof createRepository>;
  #now = Date.parse("2026-06-01T09:00:00Z");
  #edits = 0;

  constructor(options?: Parameters<typeof createRepository>[0]) {
    this.#repository = createRepository(options);
    this.path = this.#repository.path;
  }

  get now(): Date {
    return new Date(this.#now);
  }

  wait(days: number): void {
    this.#now += days * 86_400_000;
  }

  git(args: readonly string[], work: Work = {}): string {
    const [author, committer] = [work.by ?? ADA, work.committer ?? GITHUB].map(
      (each) => IDENTITY.exec(each)?.groups,
    );
    const date = new Date(this.#now).toISOString();
    return this.#repository.git(args, undefined, {
      ...{
        GIT_AUTHOR_NAME: author?.name ?? "",
        GIT_AUTHOR_EMAIL: author?.email ?? "",
        GIT_AUTHOR_DATE: date,
      },
      ...{ GIT_COMMITTER_NAME: committer?.name ?? "", GIT_COMMITTER_EMAIL: committer?.email ?? "" },
      GIT_COMMITTER_DATE: date,
    });
  }

  /** Imports a stream of `git fast-import`. */
  import(stream: string): void {
    this.#repository.git(["fast-import", "--quiet", "--force"], stream);
  }

  /** Commits something to the branch that is checked out, and returns the sha. */
  commit(message: string, work: Work = {}): string {
    const { contents = {}, files = Object.keys(contents).length > 0 ? [] : ["src/main.ts"] } = work;
    const written = { ...contents, ...Object.fromEntries(files.map((file) => [file, `${this.#edits++}\n`])) };
    for (const [file, text] of Object.entries(written)) {
      mkdirSync(dirname(join(this.path, file)), { recursive: true });
      writeFileSync(join(this.path, file), text);
    }
    const paths = Object.keys(written);
    if (paths.length > 0) this.git(["add", "--", ...paths]);
    const told = this.git([...COMMIT, "--allow-empty", "--message", message], work);
    this.#now += MINUTE; // no two commits are of the same second, so that git lists them in their order
    return shaIn(told);
  }

  /** A branch from main with some commits, merged as GitHub's button does. */
  merge(number: number, messages: readonly string[], work: Work = {}): string {
    this.git(["checkout", "--quiet", "-b", `branch-${number}`]);
    for (const message of messages) this.commit(message, { files: [`src/${number}.ts`], ...work });
    this.git(["checkout", "--quiet", "main"]);
    const message = `Merge pull request #${number} from acme/branch-${number}`;
    this.git(["merge", "--quiet", "--no-ff", "--message", message, `branch-${number}`], work);
    this.#now += MINUTE;
    return this.git(["rev-parse", "HEAD"]);
  }

  /** Commits as a rebase puts them onto main: one after another within a second, in the name of who merged. */
  rebase(messages: readonly string[], { by = ADA, ...work }: Work = {}): void {
    const start = this.#now;
    for (const message of messages) {
      this.commit(message, { ...work, by, committer: by });
      this.#now = start + 1_000;
    }
    this.#now = start + MINUTE;
  }

  /** Tags what is checked out, as an annotated tag of now. */
  tag(name: string): void {
    this.git(["tag", "--annotate", "--message", name, name]);
  }
}
