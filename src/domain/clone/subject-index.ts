import type { QuotedSubject } from "../shipping/statements.ts";

/** Finds changes by their subjects. */
export interface SubjectIndex {
  /** Of two changes with the same subject, the later one is found. */
  add(subject: string, id: string): void;
  /** The change that bears a subject; of one that was cut, the only change whose subject begins so. */
  find(subject: Pick<QuotedSubject, "text" | "isCut">): string | undefined;
}

/** A shorter beginning may be that of anything. */
const SHORTEST_CUT = 20;

/** Keeps subjects in memory. */
export function createSubjectIndex(): SubjectIndex {
  const ids = new Map<string, string>();
  return {
    add: (subject, id) => ids.set(subject, id),
    find({ text, isCut }) {
      if (!isCut) return ids.get(text);
      if (text.length < SHORTEST_CUT) return undefined;
      const [only, ...others] = [...ids].filter(([subject]) => subject.startsWith(text));
      return others.length === 0 ? only?.[1] : undefined;
    },
  };
}
