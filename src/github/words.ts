import { channel } from "node:diagnostics_channel";

/** A word of GitHub's that this version does not know, and the field that holds it. */
export interface UnknownWord {
  /** `deployment_status.state` */
  readonly field: string;
  readonly word: string;
}

/** Whoever reads a word has no log, and must not need one to say that it is new. */
const CHANNEL = channel("plimsoll:unknown-word");
const LONGEST = 60;
/** So many are remembered as told; GitHub has a few dozen words. */
const MOST_TOLD = 1_000;

/** The word if it is one of those that this version knows; any other one is told of, and is `undefined`. */
export function knownWord<Word extends string>(
  field: string,
  words: readonly Word[],
  word: string,
): Word | undefined {
  const known = words.find((each) => each === word);
  if (known === undefined) tellUnknown(field, word);
  return known;
}

/** Tells of a word that this version does not know: GitHub adds words without a new version of its API. */
export function tellUnknown(field: string, word: string): void {
  const shown = word.slice(0, LONGEST).replace(/[^\w .:-]/g, "?");
  CHANNEL.publish({ field, word: shown } satisfies UnknownWord);
}

/** Has each unknown word told once, until the function that is returned is called. */
export function onUnknownWords(tell: (word: UnknownWord) => void): () => void {
  const told = new Set<string>();
  const listen = (message: unknown) => {
    const word = message as UnknownWord;
    const key = `${word.field} ${word.word}`;
    if (told.has(key) || told.size >= MOST_TOLD) return;
    told.add(key);
    tell(word);
  };
  CHANNEL.subscribe(listen);
  return () => void CHANNEL.unsubscribe(listen);
}
