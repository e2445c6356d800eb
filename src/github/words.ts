import { channel } from "node:diagnostics_channel";

/** A word of GitHub's that this version does not know, and the field that holds it. */
export interface UnknownWord {
  /** `deployment_status.state` */
  readonly field: string;
  readonly word: string;
}

/** A reader of words has no log, so it publishes new ones here. */
const CHANNEL = channel("plimsoll:unknown-word");
const LONGEST = 60;
/** The most words to remember; GitHub has a few dozen. */
const MOST_REPORTED = 1_000;

/** Returns the word if this version knows it; else publishes it as new, and returns `undefined`. */
export function knownWord<Word extends string>(
  field: string,
  words: readonly Word[],
  word: string,
): Word | undefined {
  const known = words.find((each) => each === word);
  if (known === undefined) publishUnknownWord(field, word);
  return known;
}

/** Publishes a word that this version does not know: GitHub adds words without a new version of its API. */
export function publishUnknownWord(field: string, word: string): void {
  const shown = word.slice(0, LONGEST).replace(/[^\w .:-]/g, "?");
  CHANNEL.publish({ field, word: shown } satisfies UnknownWord);
}

/** Calls back once for each unknown word, until the returned function is called. */
export function onUnknownWords(report: (word: UnknownWord) => void): () => void {
  const reported = new Set<string>();
  const listen = (message: unknown) => {
    const word = message as UnknownWord;
    const key = `${word.field} ${word.word}`;
    if (reported.has(key) || reported.size >= MOST_REPORTED) return;
    reported.add(key);
    report(word);
  };
  CHANNEL.subscribe(listen);
  return () => void CHANNEL.unsubscribe(listen);
}
