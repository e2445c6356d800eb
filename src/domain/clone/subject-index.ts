import type { QuotedSubject } from "../shipping/statements.ts";

/** Finds changes by their subjects. */
export interface SubjectIndex {
  add(subject: string, id: string): void;
  /**
   * Finds the newest change so far with a subject.
   *
   * A shortened subject must be the beginning of exactly one subject. For a repeat, exactly one change must have the
   * subject, since "Update dependencies" comes again and again. `revert: add it` may revert `feat(api): add it`, if
   * only one change has that text behind a type.
   */
  find(subject: QuotedSubject): string | undefined;
}

/** A shorter beginning may belong to any subject. */
const SHORTEST_CUT = 20;

/** The type of a conventional commit. */
const TYPE = /^[a-z]{1,20}(?:\([^()]{1,100}\))?!?: /i;

/** Keeps subjects in memory. */
export function createSubjectIndex(): SubjectIndex {
  const ids = new Map<string, string[]>();
  const typed = new Map<string, string[]>();
  return {
    add(subject, id) {
      addTo(ids, subject, id);
      const description = subject.replace(TYPE, "");
      if (description !== subject) addTo(typed, description, id);
    },
    find({ kind, text, isCut }) {
      if (!isCut) {
        const all = ids.get(text) ?? [];
        const [only, ...more] = kind === "reverts" && all.length === 0 ? (typed.get(text) ?? []) : [];
        if (all.length === 0) return more.length === 0 ? only : undefined;
        return kind === "repeats" && all.length > 1 ? undefined : all.at(-1);
      }
      if (text.length < SHORTEST_CUT) return undefined;
      const [only, ...others] = [...ids].filter(([subject]) => subject.startsWith(text));
      return others.length === 0 ? only?.[1].at(-1) : undefined;
    },
  };
}

function addTo(index: Map<string, string[]>, subject: string, id: string): void {
  const known = index.get(subject);
  if (known === undefined) index.set(subject, [id]);
  else known.push(id);
}
