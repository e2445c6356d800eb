import TinyQueue from "tinyqueue";

/** What happens at some time. */
export type Act = () => void | Promise<void>;

interface Entry {
  readonly at: Date;
  readonly place: number;
  readonly act: Act;
}

/** Acts by the time at which they happen; those of one time in the order in which they were put down. */
export class Calendar {
  readonly #entries = new TinyQueue<Entry>(
    [],
    (a, b) => a.at.getTime() - b.at.getTime() || a.place - b.place,
  );
  #places = 0;

  /** Puts an act down. */
  add(at: Date, act: Act): void {
    this.#entries.push({ at, place: this.#places++, act });
  }

  /** Plays all acts up to some time, and those that they put down; tells the time before each of them. */
  async play(tell: (now: Date) => void, until?: Date): Promise<void> {
    for (let next = this.#entries.peek(); next; next = this.#entries.peek()) {
      if (until !== undefined && next.at >= until) return;
      this.#entries.pop();
      tell(next.at);
      await next.act();
    }
  }
}
