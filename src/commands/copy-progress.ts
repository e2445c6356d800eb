const USUAL_WIDTH = 80;

/** Shows one line that changes, on a terminal only. */
export function openProgressLine(stream: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">) {
  const show = (line: string) => {
    // Some terminals have no width.
    if (stream.isTTY) stream.write(`\r${line.slice(0, (stream.columns || USUAL_WIDTH) - 1)}\x1b[K`);
  };
  return { show, clear: () => show("") };
}
