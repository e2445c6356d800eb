import type { Event } from "./events.ts";
import { channelOf, isTrusted, rulesBefore } from "./rules.ts";
import { ms } from "./time.ts";
import type { History, Release, Telling } from "./types.ts";

/** How a release stands from some instant on. */
interface Standing {
  at: number;
  state: Telling["state"];
  tag: string;
  sha: string | null;
}

/** Its events: when it shipped, when it was a preview, and when it was withdrawn. */
export function releaseEvents(history: History, release: Release): Event[] {
  const events: Event[] = [];
  let before: Standing | null = null;
  for (const now of standings(release)) {
    const event = eventBetween(history, release, before, now, events.length);
    if (event) events.push(event);
    before = now;
  }
  return events;
}

/**
 * "It ships when it is published or promoted, and again when its tag is moved. Once it is deleted, or made a
 * draft or a prerelease, it is *withdrawn*." A preview is a row when it is published as one, or its tag is moved.
 */
function eventBetween(
  history: History,
  release: Release,
  before: Standing | null,
  now: Standing,
  number: number,
): Event | null {
  const rules = rulesBefore(history, now.at);
  const moved = before !== null && (before.tag !== now.tag || before.sha !== now.sha);
  const event: Event = {
    kind: "release",
    id: release.id,
    number,
    environment: now.tag,
    target: `release ${release.id}`,
    channel: channelOf(rules, now.tag),
    at: now.at,
    sha: now.sha,
    withdrawal: false,
    refused: isTrusted(rules, release.creator) ? null : "untrusted-creator",
  };
  if (now.state === "released") return before?.state !== "released" || moved ? event : null;
  if (before?.state === "released") return { ...event, withdrawal: true, sha: null };
  if (now.state !== "prereleased") return null;
  if (before?.state === "prereleased" && !moved) return null;
  return { ...event, refused: event.refused ?? "preview" };
}

/** The standing at each instant at which something was told, or a tag was moved. */
function standings(release: Release): Standing[] {
  const told = tellingsWithTimes(release);
  const first = told[0];
  if (!first) return [];
  const moves = release.tags.map((tag) => ms(tag.at)).filter((at) => at > first.since);
  const instants = [...new Set([...told.map((one) => one.since), ...moves])].sort((a, b) => a - b);
  return instants.map((at) => {
    const telling = told.filter((one) => one.since <= at).at(-1) ?? first;
    return { at, state: telling.state, tag: telling.tag, sha: commitOf(release, telling.tag, at) };
  });
}

/** "A `reading` says only that it was so then; where one is the first telling, it was so since it was published." */
function tellingsWithTimes(release: Release): (Telling & { since: number })[] {
  const sorted = [...release.tellings].sort((a, b) => ms(a.at) - ms(b.at));
  return sorted.map((telling, index) => {
    const isFirstReading = index === 0 && telling.kind === "reading" && telling.publishedAt !== null;
    const since = isFirstReading ? ms(telling.publishedAt as string) : ms(telling.at);
    return { ...telling, since };
  });
}

/** "Which commit a tag named … Before the first that is known of a tag, it named that one." */
function commitOf(release: Release, tag: string, at: number): string | null {
  const known = release.tags.filter((one) => one.tag === tag).sort((a, b) => ms(a.at) - ms(b.at));
  const then = known.filter((one) => ms(one.at) <= at).at(-1) ?? known[0];
  return then?.sha ?? null;
}
