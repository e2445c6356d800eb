import type { Identity } from "../../../src/domain/attribution/attribution.ts";
import { later } from "./time.ts";

/** A piece of work, which somebody merges as one pull request. */
export interface Work {
  readonly id: string;
  /** When it is merged. */
  readonly at: Date;
  /** Who is accountable for it; `undefined` when no human can be named. */
  readonly by: string | undefined;
  /** Lines changed in each file. */
  readonly files: Readonly<Record<string, number>>;
  /** The messages of its commits. */
  readonly messages: readonly string[];
  readonly author: Identity;
  readonly method: "merge" | "squash" | "rebase";
  readonly isApproved: boolean;
  /** Whether it turns out to be wrong, and is reverted on the sixth day. */
  readonly isWrong: boolean;
}

/** A person without any mark. */
export const PERSON: Identity = { name: "Ada Example", email: "ada@mail.example" };

/** Work without anything special, of one commit. */
export function simpleWork(id: string, at: Date, rest: Partial<Work> = {}): Work {
  return {
    ...{ id, at, by: undefined, files: {}, messages: ["chore: small things"], author: PERSON },
    ...{ method: "squash", isApproved: false, isWrong: false },
    ...rest,
  };
}

/** All lines that a piece of work changes. */
export function linesOf({ files }: Work): number {
  return Object.values(files).reduce((sum, lines) => sum + lines, 0);
}

/** The same work in several pull requests, each in files of its own and some minutes after the one before. */
export function cut(work: Work, count: number, { every }: { readonly every: number }): Work[] {
  const paths = Object.keys(work.files);
  const lines = Math.ceil(linesOf(work) / count);
  return Array.from({ length: count }, (_, part) => ({
    ...work,
    id: `${work.id}.${part}`,
    at: later(work.at, part * every),
    files: {
      [renamed(paths[part % paths.length] ?? "", work.isWrong ? `${work.id}-${part}` : `part-${part}`)]:
        lines,
    },
    messages: dealt(work.messages, part, count),
  }));
}

/** The messages of one part of several: its own ones, or where there are too few one that another part has too. */
function dealt(messages: readonly string[], part: number, count: number): readonly string[] {
  const own = messages.filter((_, index) => index % count === part);
  return own.length > 0 ? own : messages.slice(part % messages.length).slice(0, 1);
}

/** The same work with other messages. */
export function says(work: Work, write: (message: string, index: number) => string): Work {
  return { ...work, messages: work.messages.map(write) };
}

/** The same work in files of its own, so that it can be taken back and brought back as it was. */
export function inNewFiles(work: Work): Work {
  const files = Object.entries(work.files).map(([path, lines], index) => [
    renamed(path, `${work.id}-${index}`),
    lines,
  ]);
  return { ...work, files: Object.fromEntries(files) };
}

function renamed(path: string, name: string): string {
  return path.replace(/[^/]*(?=\.[^.]*$)/, name);
}
