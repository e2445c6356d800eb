import { fileURLToPath } from "node:url";

/** The folder of the package, wherever it is installed; the same for `src` and for the compiled `lib`. */
const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const FRAME = /^\s+at (?:(.+?) \()?(?:file:\/\/)?([^()]+?):(\d+):(\d+)\)?$/;
/** The replacement of frames outside our code. */
const LIBRARY = /^(?:node_modules\/(?:@[^/]+\/)?[^/]+|node|elsewhere)$/;
const MOST_FRAMES = 12;

/**
 * Lists the frames of an error's stack: ours with their place in the package, and one for each run of library frames.
 *
 * It leaves out every path of the machine, and the message, with which a stack begins.
 */
export function framesOf({ stack = "", message }: Pick<Error, "stack" | "message">): string[] {
  const end = stack.indexOf(message);
  const lines = stack.slice(end === -1 ? 0 : end + message.length).split("\n");
  const frames = lines.flatMap(frameOf);
  return frames
    .filter((frame, index) => !(LIBRARY.test(frame) && frame === frames[index - 1]))
    .slice(0, MOST_FRAMES);
}

/** The place in our code that threw an error, or called the code that did: `src/queue/backoff.ts:12`. */
export function placeOf(error: Pick<Error, "stack" | "message">): string | undefined {
  const own = framesOf(error).find((frame) => !LIBRARY.test(frame));
  return own?.replace(/^.* /, "").replace(/:\d+$/, "");
}

function frameOf(line: string): string[] {
  const [, called = "", path = "", row, column] = FRAME.exec(line) ?? [];
  if (path === "") return [];
  const place = placeIn(path);
  if (LIBRARY.test(place)) return [place];
  const name = called.replace(/^(?:async|new) /, "");
  return [`${/^[\w$.<>#]{1,80}$/.test(name) ? `${name} ` : ""}${place}:${row}:${column}`];
}

function placeIn(path: string): string {
  if (path.startsWith("node:")) return "node";
  const own = path.startsWith(PACKAGE) ? path.slice(PACKAGE.length) : path;
  const library = /(?:^|.*\/)(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(own)?.[1];
  if (library !== undefined) return library;
  return own === path ? "elsewhere" : own;
}
