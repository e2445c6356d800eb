import type { Week } from "./metric/week.ts";
import type { DigestPolicy } from "./policy.ts";
import { closedFor, type Openness } from "./refusal.ts";
import { mayBeNamedIn, type Visibility } from "./visibility.ts";

/** Who has digests: the organization one for all, or each repository its own. */
export type ChosenPer = Exclude<DigestPolicy["per"], "auto">;

/** A choice that no config makes. */
export interface DigestChoice {
  /** The week whose digest was due when it was made. */
  readonly week: Week;
  readonly per: ChosenPer;
  /** The chosen repository of the organization's digest; `undefined` where there is none. */
  readonly repositoryId: number | undefined;
}

/** Up to so many repositories have digests of their own by default. */
const MOST_OF_THEIR_OWN = 5;

/** The facts that decide the choice. */
interface ChoiceFacts {
  readonly before: DigestChoice | undefined;
  /** The week whose digest is due. */
  readonly week: Week;
  /** The number of repositories that would have a digest of their own. */
  readonly repositories: number;
  /** Whether repositories have issues of their own from before the first choice. */
  readonly hasOwnIssues: boolean;
}

/**
 * Chooses who has digests, at most once a week.
 *
 * An organization that has one digest keeps it, however few its repositories become: only a config changes that. Where
 * repositories have issues already, the organization's begins with the next week.
 */
export function choosePer({ before, week, repositories, hasOwnIssues }: ChoiceFacts): ChosenPer {
  if (before?.per === "organization") return "organization";
  if (before !== undefined && before.week >= week) return "repository";
  if (before === undefined && hasOwnIssues) return "repository";
  return repositories > MOST_OF_THEIR_OWN ? "organization" : "repository";
}

/** The names of repositories that can hold an organization's digest without being named in a config, the best first. */
export const PLACE_NAMES: readonly string[] = ["plimsoll-digest", ".github"];

/** Whether a repository is made for a digest, so that nothing is measured there. */
export function isMadeForDigest(name: string): boolean {
  return name.toLowerCase() === PLACE_NAMES[0];
}

/**
 * Whether all who may read a place may know of all measured repositories, as far as visibility tells. One of unknown
 * visibility counts as private.
 */
export function mayHold(place: Visibility, measured: readonly (Visibility | undefined)[]): boolean {
  return measured.every((visibility) => mayBeNamedIn(place, visibility ?? "private"));
}

/** A repository that could hold an organization's digest. */
interface PossiblePlace extends Openness {
  readonly id: number;
  readonly name: string;
  readonly visibility: Visibility;
}

/**
 * Chooses the repository of an organization's digest: the present one, or else one with a known name.
 *
 * It must take issues, and hold the digest of all measured repositories, since no person chose it.
 */
export function choosePlace<Place extends PossiblePlace>(
  there: readonly Place[],
  { measured, present }: { readonly measured: readonly number[]; readonly present: number | undefined },
): Place | undefined {
  const byId = new Map(there.map((each) => [each.id, each]));
  const visibilities = measured.map((id) => byId.get(id)?.visibility);
  const possible = there.filter(
    (place) => closedFor(place) === undefined && mayHold(place.visibility, visibilities),
  );
  const named = PLACE_NAMES.map((name) => possible.find((each) => each.name.toLowerCase() === name));
  return [possible.find(({ id }) => id === present), ...named].find((place) => place !== undefined);
}
