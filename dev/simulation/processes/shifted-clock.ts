/**
 * Loaded before a program (`node --import`): shifts its clock by the milliseconds that a file holds, as soon as that changes.
 *
 * `CLOCK_FILE` names the file. Timers, and what counts from the start of the process, go on as they do when a machine's
 * clock is set.
 */
import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 200;

const file = process.env.CLOCK_FILE ?? "";
const Right = Date;
let offset = 0;
read();
setInterval(read, LOOK_EVERY_MS).unref();

const now = () => Right.now() + offset;
globalThis.Date = new Proxy(Right, {
  get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
  apply: () => new Right(now()).toString(),
  construct: (target, values, type) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, type),
});

function read(): void {
  try {
    offset = Number(readFileSync(file, "utf8")) || 0;
  } catch {
    // The file is being written, or was removed with all else: the clock stays as it is.
  }
}
