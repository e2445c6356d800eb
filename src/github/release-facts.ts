import type { ReleaseTelling } from "../domain/shipping/release.ts";
import type { Account } from "./account.ts";
import type { Payload } from "./payloads.ts";

/** What was told of a release. */
export interface ReleaseFacts {
  /** The negative of GitHub's, since GitHub numbers releases and deployments apart. */
  readonly id: number;
  readonly creator: Account | undefined;
  readonly telling: ReleaseTelling;
}

type Told = Payload<"release">["release"];

/**
 * Reads a `release` payload; `undefined` for a draft that was never published.
 *
 * GitHub gives no time of a promotion or a withdrawal. `updated_at` is the time of the last change by its own clock, and
 * the same in each delivery; a server that does not send it leaves the time of receipt. What is deleted is changed no
 * more, so there only that remains.
 */
export function fromRelease(
  { action, release }: Pick<Payload<"release">, "action" | "release">,
  receivedAt: Date,
): ReleaseFacts | undefined {
  const told = (state: ReleaseTelling["state"], kind: ReleaseTelling["kind"], at: Date) =>
    toFacts(release, { state, kind, at });
  if (action === "deleted") return told("deleted", "change", receivedAt);
  if (action === "unpublished") return told("withdrawn", "change", changedAt(release, receivedAt));
  if (release.draft) return undefined;
  const state = stateOf(release);
  if (action === "published")
    return release.published_at == null ? undefined : told(state, "change", new Date(release.published_at));
  return told(state, action === "edited" ? "reading" : "change", changedAt(release, receivedAt));
}

/** What a release of the past is told to be; nothing says since when, or what it was before. */
export function fromListedRelease(release: Told, readAt: Date): ReleaseFacts | undefined {
  if (release.draft || release.published_at == null) return undefined;
  return toFacts(release, { state: stateOf(release), kind: "reading", at: changedAt(release, readAt) });
}

function stateOf({ prerelease }: Told): ReleaseTelling["state"] {
  return prerelease ? "prereleased" : "released";
}

/** When a release was changed last, if that is told and can be. */
function changedAt({ updated_at: at, published_at: publishedAt }: Told, otherwise: Date): Date {
  const isUsable = at != null && (publishedAt == null || new Date(at) >= new Date(publishedAt));
  return isUsable ? new Date(at) : otherwise;
}

function toFacts(
  { id, tag_name: tag, published_at: publishedAt, author }: Told,
  telling: Pick<ReleaseTelling, "state" | "kind" | "at">,
): ReleaseFacts {
  const published = publishedAt == null ? undefined : new Date(publishedAt);
  return { id: -id, creator: author ?? undefined, telling: { ...telling, tag, publishedAt: published } };
}
