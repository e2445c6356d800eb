import type { RequestMeter } from "../github/request-meter.ts";
import { progressLine, type ReportProgress } from "../report/progress.ts";
import { openProgressLine } from "./progress-line.ts";

/** Shows the progress of a report. */
interface ShownProgress {
  show(progress: ReportProgress): void;
  clear(): void;
}

const EVERY_MS = 200;

/** Shows the progress on a terminal, from the first moment on; nothing elsewhere. */
export function openReportProgress(
  stream: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">,
  meter: Pick<RequestMeter, "usage">,
): ShownProgress {
  if (!stream.isTTY) return { show() {}, clear() {} };
  const line = openProgressLine(stream);
  const start = performance.now();
  let last: ReportProgress = { doing: "Asking GitHub", part: 0, usage: meter.usage() };
  const draw = () => {
    const at = { now: new Date(), elapsedMs: performance.now() - start };
    line.show(progressLine({ ...last, usage: meter.usage() }, at));
  };
  draw();
  const timer = setInterval(draw, EVERY_MS);
  return {
    show(progress) {
      last = progress;
    },
    clear() {
      clearInterval(timer);
      line.clear();
    },
  };
}
