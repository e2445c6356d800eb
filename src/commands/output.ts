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
