import { createHash } from "node:crypto";
import type { WorldCommit } from "../world/world.ts";

export type Files = ReadonlyMap<string, string>;

/** What a commit is to be. */
export interface CommitDraft {
  readonly parents: readonly string[];
  readonly message: string;
  readonly path: string;
  readonly content: Files;
  /** What it does, where it is a copy; else what is told apart between it and its first parent. */
  readonly patch?: string | undefined;
}

/** Work that went into the default branch. */
export interface Made {
  readonly number: number;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** The tip that it went onto. */
  readonly base: string;
  /** The commits that a revert names. */
  readonly landed: readonly string[];
  /** The commits that do it, of which a copy is made. */
  readonly parts: readonly string[];
}

/** The commits of a story, with a default branch, and a release branch once something is picked to it. */
export class StoryRepository {
  readonly world = new Map<string, WorldCommit>([["m0", { parents: [], message: "Begin", tree: "empty" }]]);
  readonly main = ["m0"];
  readonly made: Made[] = [];
  /** All commits that the release branch ended with. */
  readonly lines: string[] = [];
  readonly #files = new Map<string, Files>([["m0", new Map()]]);

  get tip(): string {
    return this.main.at(-1) ?? "m0";
  }

  get line(): string | undefined {
    return this.lines.at(-1);
  }

  /** The tip of the release branch, or what was the default branch's so many commits ago. */
  commitAt(what: number | "line"): string {
    return what === "line" ? (this.line ?? this.tip) : (this.main.at(-1 - what) ?? "m0");
  }

  /** A merge, counted from the newest; the newest where there are not so many. */
  madeBefore(back: number): Made | undefined {
    return this.made.at(-1 - back) ?? this.made.at(-1);
  }

  filesOf(sha: string): Files {
    return this.#files.get(sha) ?? new Map();
  }

  commit(sha: string, { parents, message, path, content, patch }: CommitDraft): string {
    const [before, after] = [this.filesOf(parents[0] ?? "").get(path), content.get(path)];
    const tree = createHash("sha1")
      .update(JSON.stringify([...content].sort()))
      .digest("hex");
    this.#files.set(sha, content);
    const does = patch ?? `@@ -1 +1 @@\n-${before}\n+${after}`;
    this.world.set(sha, { parents, message, files: [path], tree, patch: does });
    return sha;
  }

  /** Copies a commit onto another one. */
  copy(sha: string, of: string, { onto, message, path }: { onto: string; message: string; path?: string }) {
    const { files: [own = ""] = [], patch } = this.world.get(of) ?? {};
    const content = new Map(this.filesOf(onto)).set(path ?? own, this.filesOf(of).get(own) ?? "");
    const isSame = path === undefined || path === own;
    return this.commit(sha, {
      ...{ parents: [onto], message, path: path ?? own, content },
      patch: isSame ? patch : undefined,
    });
  }

  /** The commits that a head has and another commit has not, the oldest first. */
  since(base: string, head: string): string[] {
    const [known, reached] = [this.#reached(base), this.#reached(head)];
    return [...this.world.keys()].filter((sha) => reached.has(sha) && !known.has(sha));
  }

  #reached(head: string): ReadonlySet<string> {
    const reached = new Set([head]);
    // A set yields what is added while it is walked.
    for (const sha of reached) for (const parent of this.world.get(sha)?.parents ?? []) reached.add(parent);
    return reached;
  }
}
