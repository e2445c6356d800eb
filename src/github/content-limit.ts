import { HOUR_MS } from "../domain/durations.ts";

/** The kinds of content that we create or edit on GitHub: issues with their labels, and check runs. */
export type ContentKind = "issue" | "check-run";

/** The most writes within any hour, and the shortest time between two of one installation in milliseconds. */
interface ContentQuota {
  /** Both kinds together. */
  readonly total: number;
  /** Issues; the rest is kept for the check runs of pull requests, for which people wait. */
  readonly issues: number;
  readonly apartMs: number;
}

/** The permission to send a write, or the wait for it. */
interface Admission {
  /** The wait in milliseconds; 0 when the write may be sent, and counts. */
  readonly wait: number;
  /** The milliseconds until it may be sent, so that writes are apart; absent where GitHub's plugin sees to that alone. */
  readonly pause?: number;
  /** Uncounts the write: GitHub refused it, so nothing was written. */
  takeBack(): Promise<void>;
}

/** Holds each installation to its quota. */
export interface ContentLimit {
  admit(installationId: number, kind: ContentKind): Promise<Admission>;
}

/** GitHub allows 500 an hour, writes by hand included, and 80 a minute; its way of counting is not documented. */
export const CONTENT_QUOTA: ContentQuota = { total: 400, issues: 300, apartMs: 750 };

/** We refuse a write before it is sent, as GitHub would. Like GitHub's own refusals, it names the time to wait. */
export class ContentLimitError extends Error {
  override readonly name = "ContentLimitError";
  readonly status = 429;
  readonly response: { readonly headers: { readonly "retry-after": string } };

  constructor(milliseconds: number) {
    super("the hour's quota of writes is used up");
    this.response = { headers: { "retry-after": String(Math.ceil(milliseconds / 1_000)) } };
  }
}

/** A write: its kind, and its time in milliseconds since 1970. */
interface Write {
  readonly at: number;
  readonly kind: ContentKind;
}

/** Milliseconds since 1970 by a clock that never jumps. */
export const steadyNow = () => performance.timeOrigin + performance.now();

/** Creates a limit that counts the writes of this process from now on, for commands without a store. */
export function createContentLimit(
  quota: Pick<ContentQuota, "total" | "issues"> = CONTENT_QUOTA,
  now = steadyNow,
): ContentLimit {
  const written = new Map<number, readonly Write[]>();
  return {
    async admit(installationId, kind) {
      const at = now();
      const recent = (written.get(installationId) ?? []).filter((write) => write.at > at - HOUR_MS);
      const issues = kind === "issue" ? recent.filter((write) => write.kind === "issue") : [];
      const wait = Math.max(
        waitFor(recent, quota.total, at),
        kind === "issue" ? waitFor(issues, quota.issues, at) : 0,
      );
      const write = { at, kind };
      written.set(installationId, wait > 0 ? recent : [...recent, write]);
      return { wait, takeBack: async () => remove(installationId, write) };
    },
  };

  function remove(installationId: number, write: Write): void {
    const others = (written.get(installationId) ?? []).filter((each) => each !== write);
    written.set(installationId, others);
  }
}

/** Computes the wait until fewer than `most` of the writes are at most an hour old. */
function waitFor(writes: readonly Write[], most: number, now: number): number {
  const oldest = writes.at(-most);
  return oldest === undefined ? 0 : oldest.at + HOUR_MS - now;
}

/**
 * The kind of content that a request creates or edits; `undefined` for any other request.
 *
 * An edit of a check run notifies nobody and creates nothing, so it does not count.
 */
export function contentOf({ method, url }: { method: string; url: string }): ContentKind | undefined {
  const part = /^\/repos\/[^/]+\/[^/]+\/([a-z-]+)/.exec(url)?.[1];
  if (method === "POST" && part === "check-runs") return "check-run";
  const isIssue = part === "issues" || part === "labels";
  return isIssue && method !== "GET" ? "issue" : undefined;
}
