import { Socket } from "node:net";

/** A socket of Node, and the connection under it. */
interface Connected extends Socket {
  readonly _handle?: { setNoDelay?(isOn: boolean): void } | null;
}

const { setNoDelay } = Socket.prototype;

/**
 * Has the connections that nock lets through send at once what `fetch` gives them.
 *
 * A socket of its interceptors says that it is connected before it is, and forgets then that it was told so; each body
 * waits 40 ms until the headers before it are acknowledged.
 */
export function sendWithoutDelay(): void {
  Socket.prototype.setNoDelay = function (this: Connected, isOn = true) {
    this.on("connect", () => this._handle?.setNoDelay?.(isOn));
    return setNoDelay.call(this, isOn);
  };
}
