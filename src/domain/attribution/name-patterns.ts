import type { Agent } from "./agent.ts";

/** The kind of a name: only a tool's, also a word, also a person's first name, or a model's. */
export type NameKind = "name" | "word" | "first-name" | "model";

/** A name of a tool or of a model as a sequence of words; `#` stands for up to three numbers in a row. */
export interface NamePattern {
  readonly tool: string;
  readonly kind: NameKind;
  readonly words: readonly string[];
}

/** Splits all names of one agent into patterns over the words that `wordsOf` yields. */
export function namePatterns({ id, names, words, firstNames, models }: Agent): NamePattern[] {
  const patterns = (kind: NameKind, spelled: readonly string[] = []) =>
    spelled.map((name) => ({ tool: id, kind, words: name.toLowerCase().split(" ") }));
  return [
    ...patterns("name", names),
    ...patterns("word", words),
    ...patterns("first-name", firstNames),
    ...patterns("model", models),
  ];
}
