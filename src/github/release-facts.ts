import type { ReleaseState } from "../domain/shipping/release.ts";
import type { Account } from "./account.ts";
import type { Payload } from "./payloads.ts";

/** The facts about a release. */
export interface ReleaseFacts {
  /** The negative of GitHub's id, since GitHub numbers releases and deployments apart. */
  readonly id: number;
  readonly creator: Account | undefined;
  readonly releaseState: ReleaseState;
}

type PayloadRelease = Payload<"release">["release"];

/**
 * Reads a `release` payload; `undefined` for a draft that was never published.
 *
 * GitHub gives no time of a promotion or a withdrawal. `updated_at` is the time of the last change by its own clock,
 * and the same in each delivery. An older server does not send it; then the time of receipt counts. A deletion changes
 * nothing more, so for it the time of receipt counts too.
 */
export function fromRelease(
  { action, release }: Pick<Payload<"release">, "action" | "release">,
  receivedAt: Date,
): ReleaseFacts | undefined {
  const facts = (state: ReleaseState["state"], kind: ReleaseState["kind"], at: Date) =>
    toFacts(release, { state, kind, at });
  if (action === "deleted") return facts("deleted", "change", receivedAt);
  if (action === "unpublished") return facts("withdrawn", "change", changedAt(release, receivedAt));
  if (release.draft) return undefined;
  const state = stateOf(release);
  if (action === "published")
    return release.published_at == null ? undefined : facts(state, "change", new Date(release.published_at));
  return facts(state, action === "edited" ? "reading" : "change", changedAt(release, receivedAt));
}

/** Reads a release of the past; GitHub does not say since when it has its state, or which it had before. */
export function fromListedRelease(release: PayloadRelease, readAt: Date): ReleaseFacts | undefined {
  if (release.draft || release.published_at == null) return undefined;
  return toFacts(release, { state: stateOf(release), kind: "reading", at: changedAt(release, readAt) });
}

function stateOf({ prerelease }: PayloadRelease): ReleaseState["state"] {
  return prerelease ? "prereleased" : "released";
}

/** The time of a release's last change, if GitHub gives a possible one. */
function changedAt({ updated_at: at, published_at: publishedAt }: PayloadRelease, otherwise: Date): Date {
  const isUsable = at != null && (publishedAt == null || new Date(at) >= new Date(publishedAt));
  return isUsable ? new Date(at) : otherwise;
}

function toFacts(
  { id, tag_name: tag, published_at: publishedAt, author }: PayloadRelease,
  releaseState: Pick<ReleaseState, "state" | "kind" | "at">,
): ReleaseFacts {
  const published = publishedAt == null ? undefined : new Date(publishedAt);
  return {
    id: -id,
    creator: author ?? undefined,
    releaseState: { ...releaseState, tag, publishedAt: published },
  };
}
