import type { QuotedSubject } from "../shipping/statements.ts";

/** Finds changes by their subjects. */
export interface SubjectIndex {
  add(subject: string, id: string): void;
  /**
   * The newest change so far that bears a subject.
   *
   * Of a subject that was cut it is the only change whose subject begins so; of one that is repeated, the only one that
   * bears it, since "Update dependencies" comes again and again.
   */
  find(subject: QuotedSubject): string | undefined;
}

/** A shorter beginning may be that of anything. */
const SHORTEST_CUT = 20;

/** Keeps subjects in memory. */
export function createSubjectIndex(): SubjectIndex {
  const ids = new Map<string, string[]>();
  return {
    add(subject, id) {
      const known = ids.get(subject);
      if (known === undefined) ids.set(subject, [id]);
      else known.push(id);
    },
    find({ kind, text, isCut }) {
      if (!isCut) {
        const all = ids.get(text) ?? [];
        return kind === "repeats" && all.length > 1 ? undefined : all.at(-1);
      }
      if (text.length < SHORTEST_CUT) return undefined;
      const [only, ...others] = [...ids].filter(([subject]) => subject.startsWith(text));
      return others.length === 0 ? only?.[1].at(-1) : undefined;
    },
  };
}
