import { HOUR_MS } from "../domain/durations.ts";

/** What is created or edited on GitHub: issues and their labels, or a check run. */
export type ContentKind = "issue" | "check-run";

/** How much may be written within any hour. */
interface ContentQuota {
  /** Of both kinds together. */
  readonly total: number;
  /** Of issues; the rest is kept for the check runs of pull requests, for which people wait. */
  readonly issues: number;
}

/** Whether a write may be sent now. */
interface Admission {
  /** In how many milliseconds it may be sent; 0 when it may be now, and is counted. */
  readonly wait: number;
  /** Counts it no more, since GitHub refused it: then nothing was written. */
  takeBack(): void;
}

/** Holds each installation to its quota. */
export interface ContentLimit {
  admit(installationId: number, kind: ContentKind): Admission;
  /** Counts a write that was sent before; those of an installation must come in the order of time. */
  remember(installationId: number, write: Write): void;
}

/** GitHub takes 500 an hour of an installation, the hand-made ones included; how it counts them is not documented. */
const QUOTA: ContentQuota = { total: 400, issues: 300 };

/** A write is refused before it is sent, since GitHub would refuse it; as with GitHub's own refusals, the time to wait is told. */
export class ContentLimitError extends Error {
  override readonly name = "ContentLimitError";
  readonly status = 429;
  readonly response: { readonly headers: { readonly "retry-after": string } };

  constructor(milliseconds: number) {
    super("the hour's quota of writes is used up");
    this.response = { headers: { "retry-after": String(Math.ceil(milliseconds / 1_000)) } };
  }
}

/** What was written, and when, in milliseconds since 1970. */
interface Write {
  readonly at: number;
  readonly kind: ContentKind;
}

/** Milliseconds since 1970 by a clock that is never set. */
const steadyNow = () => performance.timeOrigin + performance.now();

/** Creates a limit that knows what was written since, and what it is told of before. */
export function createContentLimit(quota = QUOTA, now = steadyNow): ContentLimit {
  const written = new Map<number, readonly Write[]>();
  return {
    admit(installationId, kind) {
      const at = now();
      const recent = (written.get(installationId) ?? []).filter((write) => write.at > at - HOUR_MS);
      const issues = kind === "issue" ? recent.filter((write) => write.kind === "issue") : [];
      const wait = Math.max(
        waitFor(recent, quota.total, at),
        kind === "issue" ? waitFor(issues, quota.issues, at) : 0,
      );
      const write = { at, kind };
      written.set(installationId, wait > 0 ? recent : [...recent, write]);
      return { wait, takeBack: () => remove(installationId, write) };
    },
    remember(installationId, write) {
      written.set(installationId, [...(written.get(installationId) ?? []), write]);
    },
  };

  function remove(installationId: number, write: Write): void {
    const others = (written.get(installationId) ?? []).filter((each) => each !== write);
    written.set(installationId, others);
  }
}

/** How long until fewer than `most` of the writes are an hour old at most. */
function waitFor(writes: readonly Write[], most: number, now: number): number {
  const oldest = writes.at(-most);
  return oldest === undefined ? 0 : oldest.at + HOUR_MS - now;
}

/**
 * What a request creates or edits; `undefined` for any other request.
 *
 * Nobody is notified when a check run is edited, and nothing is new then, so that counts for nothing.
 */
export function contentOf({ method, url }: { method: string; url: string }): ContentKind | undefined {
  const part = /^\/repos\/[^/]+\/[^/]+\/([a-z-]+)/.exec(url)?.[1];
  if (method === "POST" && part === "check-runs") return "check-run";
  const isIssue = part === "issues" || part === "labels";
  return isIssue && method !== "GET" ? "issue" : undefined;
}
