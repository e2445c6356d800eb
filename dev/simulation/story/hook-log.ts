import type { Answer } from "./written.ts";

/** One attempt to deliver a webhook. */
export interface Attempt {
  readonly guid: string;
  readonly event: string;
  readonly payload: object;
  readonly at: Date;
  /** The status of the answer; absent when nobody answered. */
  readonly status: number | undefined;
}

type Send = (attempt: Pick<Attempt, "guid" | "event" | "payload">) => Promise<void>;

/** GitHub's log of the App's deliveries. */
export class HookLog {
  readonly #attempts: Attempt[] = [];
  readonly #send: Send;

  /** `send` delivers again what is asked for. */
  constructor(send: Send) {
    this.#send = send;
  }

  note(attempt: Attempt): void {
    this.#attempts.push(attempt);
  }

  /** Answers what is asked of the log; `undefined` for anything else. */
  answer(method: string, { pathname }: URL): Answer | undefined {
    const again = /^\/app\/hook\/deliveries\/(\d+)\/attempts$/.exec(pathname)?.[1];
    if (method === "POST" && again !== undefined) return this.#again(Number(again));
    if (pathname !== "/app/hook/deliveries") return undefined;
    return { status: 200, body: this.#attempts.map(toLogged).reverse() };
  }

  #again(id: number): Answer {
    const attempt = this.#attempts[id];
    if (attempt === undefined) return { status: 404, body: { message: "Not Found" } };
    // GitHub answers before it delivers.
    setImmediate(() => void this.#send(attempt));
    return { status: 202, body: {} };
  }
}

function toLogged({ guid, event, payload, at, status }: Attempt, id: number): object {
  const action = "action" in payload ? payload.action : null;
  const isAnswered = status !== undefined && status < 300;
  return {
    ...{ id, guid, event, action, delivered_at: at.toISOString(), redelivery: false, duration: 0.1 },
    ...{ status: isAnswered ? "OK" : "failed to connect to host", status_code: status ?? 0 },
    ...{ installation_id: 1, repository_id: event === "installation" ? null : 7 },
  };
}
