import { once } from "node:events";
import type { Writable } from "node:stream";

/** A stream that is written no faster than it is read. */
export interface Output {
  write(text: string): Promise<void>;
  /** Resolves when everything has been passed on. */
  flush(): Promise<void>;
}

/** Thrown by an `Output` whose reader has gone, as `head` does once it has its lines. */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/** Prints a text to standard output. A reader that goes away is no failure. */
export async function print(text: string): Promise<void> {
  const output = openOutput(process.stdout);
  try {
    await output.write(text);
    await output.flush();
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
}

/**
 * Prints a text after files are written: the reader of the text may go away, or end this process. A failure of the
 * writing does not keep the text back.
 */
export async function printAfter(writing: Promise<void> | undefined, text: string): Promise<void> {
  try {
    await writing;
  } finally {
    await print(text);
  }
}

/** Opens a stream as an `Output`; the next write throws any failure of the stream. */
export function openOutput(stream: Writable): Output {
  let failure: Error | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    failure ??= error.code === "EPIPE" ? new ReaderGone() : error;
  });
  const passOn = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    async write(text) {
      passOn();
      if (!stream.write(text)) await once(stream, "drain").catch(passOn);
    },
    async flush() {
      await new Promise((resolve) => stream.write("", resolve));
      passOn();
    },
  };
}
