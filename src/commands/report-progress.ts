import type { RequestMeter } from "../github/request-meter.ts";
import { progressLine, type ReportProgress } from "../report/progress.ts";

/** Shows the progress of a report. */
interface ShownProgress {
  show(progress: ReportProgress): void;
  clear(): void;
}

const EVERY_MS = 200;
const USUAL_WIDTH = 80;

/** Shows the progress on a terminal, from the first moment on; nothing elsewhere. */
export function openReportProgress(
  stream: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">,
  meter: Pick<RequestMeter, "usage">,
): ShownProgress {
  if (!stream.isTTY) return { show() {}, clear() {} };
  const start = performance.now();
  let last: ReportProgress = { doing: "Asking GitHub", part: 0, usage: meter.usage() };
  const draw = () => {
    const at = { now: new Date(), elapsedMs: performance.now() - start };
    const line = progressLine({ ...last, usage: meter.usage() }, at);
    // Some terminals have no width.
    stream.write(`\r${line.slice(0, (stream.columns || USUAL_WIDTH) - 1)}\x1b[K`);
  };
  draw();
  const timer = setInterval(draw, EVERY_MS);
  return {
    show(progress) {
      last = progress;
    },
    clear() {
      clearInterval(timer);
      stream.write("\r\x1b[K");
    },
  };
}
