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
  /** Finds all changes so far whose subject may be the quoted one. */
  alike(subject: QuotedSubject): readonly string[];
}

/** A shorter beginning may belong to any subject. */
const SHORTEST_CUT = 20;

/** The type of a conventional commit. */
const TYPE = /^[a-z]{1,20}(?:\([^()]{1,100}\))?!?: /i;

/** The numbers of issues and pull requests at the end of a subject: a quotation may have lost them. */
const NUMBERS = /(?: ?\([#!]\d{1,9}\))+$/;

/** Keeps subjects in memory. They are indexed when something is to be found: most commits quote nothing. */
export function createSubjectIndex(): SubjectIndex {
  const added: (readonly [subject: string, id: string])[] = [];
  const ids = new Map<string, string[]>();
  const typed = new Map<string, string[]>();
  const unnumbered = new Map<string, string[]>();
  const begunWith = (text: string) =>
    text.length < SHORTEST_CUT ? [] : [...ids].filter(([subject]) => subject.startsWith(text));
  const withType = ({ kind, text }: QuotedSubject) => (kind === "reverts" ? (typed.get(text) ?? []) : []);
  const indexAdded = () => {
    for (const [subject, id] of added) {
      addTo(ids, subject, id);
      const description = subject.replace(TYPE, "");
      if (description !== subject) addTo(typed, description, id);
      const bare = subject.replace(NUMBERS, "");
      if (bare !== subject) addTo(unnumbered, bare, id);
    }
    added.length = 0;
  };
  return {
    add(subject, id) {
      added.push([subject, id]);
    },
    find(subject) {
      indexAdded();
      if (subject.isCut) {
        const [only, ...others] = begunWith(subject.text);
        return others.length === 0 ? only?.[1].at(-1) : undefined;
      }
      const all = ids.get(subject.text);
      if (all !== undefined) return subject.kind === "repeats" && all.length > 1 ? undefined : all.at(-1);
      const [only, ...others] = withType(subject);
      return others.length === 0 ? only : undefined;
    },
    alike(subject) {
      indexAdded();
      const { text, isCut } = subject;
      if (isCut) return begunWith(text).flatMap(([, all]) => all);
      return [...(ids.get(text) ?? withType(subject)), ...(unnumbered.get(text) ?? [])];
    },
  };
}

function addTo(index: Map<string, string[]>, subject: string, id: string): void {
  const known = index.get(subject);
  if (known === undefined) index.set(subject, [id]);
  else known.push(id);
}
