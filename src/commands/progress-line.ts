const USUAL_WIDTH = 80;

/** Shows one line that changes, on a terminal only. */
export function openProgressLine(stream: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">) {
  let isShown = false;
  return {
    show(line: string): void {
      if (!stream.isTTY) return;
      isShown = true;
      // Some terminals have no width.
      stream.write(`\r${line.slice(0, (stream.columns || USUAL_WIDTH) - 1)}\x1b[K`);
    },
    clear(): void {
      if (isShown) stream.write("\r\x1b[K");
      isShown = false;
    },
  };
}
