import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRepository, IMPORT, type RepositoryOptions, type TestRepository } from "./repository.ts";

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

/** What is checked out in the repository. */
const ON_DISK = "HEAD^0";
/** What git leaves in the index for a commit that follows. */
const STAGING = /^(?:rm|mv) |--(?:no-commit|squash)/;

interface Gathered {
  readonly message: string;
  readonly written: Readonly<Record<string, string>>;
  readonly work: Work;
  readonly from: string | undefined;
  readonly merged?: string | undefined;
}

/**
 * A repository with a past: whatever is done in it has the time that was waited for.
 *
 * Commits and tags are gathered, and written by one `git fast-import` once the repository is looked at: two processes for
 * each would take long.
 */
export class Past {
  readonly #options: RepositoryOptions;
  #made: TestRepository | undefined;
  #now = Date.parse("2026-06-01T09:00:00Z");
  #edits = 0;
  #gathered: string[] = [];
  /** The commits so far; a number is the mark of one in what is gathered. */
  #commits = 0;
  /** What is checked out, as `git fast-import` names it; `undefined` before the first commit. */
  #tip: string | undefined;
  /** Whether the files and the index are those of an earlier commit. */
  #isTreeOld = false;
  #isStaged = false;

  constructor(options: RepositoryOptions = {}) {
    this.#options = options;
  }

  /** Where it is, with all commits in it. Its files are those that git was last used on: see `checkedOut`. */
  get path(): string {
    this.#write();
    return this.#repository.path;
  }

  /** Where it is, with the files of its HEAD, which takes a process. */
  get checkedOut(): string {
    this.#checkOut();
    return this.#repository.path;
  }

  get #repository(): TestRepository {
    this.#made ??= createRepository(this.#options);
    return this.#made;
  }

  get now(): Date {
    return new Date(this.#now);
  }

  /** The sha of the commit that is checked out. */
  get head(): string {
    const git = join(this.path, ".git");
    const [, ref] = /^ref: (.*)$/m.exec(readFileSync(join(git, "HEAD"), "utf8")) ?? [];
    // A process only where no file has it.
    if (ref === undefined || !existsSync(join(git, ref))) return this.git(["rev-parse", "HEAD"]);
    return readFileSync(join(git, ref), "utf8").trim();
  }

  wait(days: number): void {
    this.#now += days * 86_400_000;
  }

  git(args: readonly string[], work: Work = {}): string {
    this.#checkOut();
    if (args[0] === "commit") this.#isStaged = false;
    else if (STAGING.test(args.join(" "))) this.#isStaged = true;
    // Whoever makes the first commit by git may commit more of it afterwards.
    if (this.#tip === undefined && args[0] === "commit") this.#tip = ON_DISK;
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
    this.#gathered.push(stream);
    this.#tip = ON_DISK;
    this.#write();
  }

  /** Commits something to the branch that is checked out. */
  commit(message: string, work: Work = {}): void {
    const written = this.#writtenBy(work);
    if (this.#isStaged) this.#commitStaged(message, written, work);
    else this.#tip = this.#gather("HEAD", { message, written, work, from: this.#tip });
    this.#now += MINUTE; // no two commits are of the same second, so that git lists them in their order
  }

  /** A branch from main, which is checked out, with some commits, merged as GitHub's button does. */
  merge(number: number, messages: readonly string[], work: Work = {}): void {
    const branch = `refs/heads/branch-${number}`;
    let written: Readonly<Record<string, string>> = {};
    let from = this.#tip;
    for (const message of messages) {
      written = this.#writtenBy({ files: [`src/${number}.ts`], ...work });
      from = this.#gather(branch, { message, written, work, from });
      this.#now += MINUTE;
    }
    const message = `Merge pull request #${number} from acme/branch-${number}`;
    this.#tip = this.#gather("HEAD", { message, written, work, from: this.#tip, merged: from });
    this.#now += MINUTE;
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
    this.#gathered.push(
      `tag ${name}\nfrom ${this.#tip}\ntagger ${GITHUB} ${this.#seconds} +0000\n${dataOf(`${name}\n`)}`,
    );
  }

  get #seconds(): number {
    return Math.floor(this.#now / 1_000);
  }

  /** The content of the files that a work changes. */
  #writtenBy({ contents = {}, files = Object.keys(contents).length > 0 ? [] : ["src/main.ts"] }: Work) {
    return { ...contents, ...Object.fromEntries(files.map((file) => [file, `${this.#edits++}\n`])) };
  }

  /** Gathers a commit, and returns its mark. */
  #gather(branch: string, { message, written, work, from, merged }: Gathered): string {
    const mark = `:${++this.#commits}`;
    this.#gathered.push(
      `commit ${branch}\nmark ${mark}\nauthor ${work.by ?? ADA} ${this.#seconds} +0000\n` +
        `committer ${work.committer ?? GITHUB} ${this.#seconds} +0000\n${dataOf(`${message.trim()}\n`)}`,
      ...(from === undefined ? [] : [`from ${from}\n`]),
      ...(merged === undefined ? [] : [`merge ${merged}\n`]),
      ...Object.entries(written).map(([file, text]) => `M 100644 inline ${quoted(file)}\n${dataOf(text)}`),
    );
    return mark;
  }

  /** Commits what git has staged, and something beside. */
  #commitStaged(message: string, written: Readonly<Record<string, string>>, work: Work): void {
    const { path } = this.#repository;
    for (const [file, text] of Object.entries(written)) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    }
    const files = Object.keys(written);
    if (files.length > 0) this.git(["add", "--", ...files]);
    this.git(["commit", "--quiet", "--allow-empty", "--message", message], work);
  }

  /** Writes what was gathered, and the files that are checked out. */
  #checkOut(): void {
    this.#write();
    if (this.#isTreeOld) this.#repository.git(["reset", "--quiet", "--hard"]);
    this.#isTreeOld = false;
  }

  /** Writes what was gathered. */
  #write(): void {
    if (this.#gathered.length === 0) return;
    const stream = this.#gathered.join("");
    this.#gathered = [];
    this.#tip = ON_DISK;
    this.#isTreeOld = true;
    if (this.#made === undefined) this.#made = createRepository({ ...this.#options, stream });
    else this.#made.git(IMPORT, stream);
  }
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** A path as `git fast-import` reads it. */
function quoted(path: string): string {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
