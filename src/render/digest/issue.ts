import type { Digest } from "../../domain/metric/digest.ts";
import { isNamedScope } from "../../domain/metric/scope.ts";
import { renderSettings } from "../settings.ts";
import { code } from "../text.ts";
import { digestSections } from "./markdown.ts";
import { MEANING } from "./meaning/section.ts";
import type { DigestOptions } from "./options.ts";

/** A digest as an issue. */
export interface RenderedDigest {
  readonly title: string;
  readonly body: string;
}

/** The key of a digest: its repository or installation, by GitHub's id, and the week at whose end it was due. */
export type DigestKey = { readonly week: string } & (
  | { readonly repositoryId: number }
  | { readonly installationId: number }
);

/** The hidden comment that identifies the issue of a scope and week, whatever its title. */
export function digestMarker(key: DigestKey): string {
  const scope =
    "repositoryId" in key ? `repository=${key.repositoryId}` : `installation=${key.installationId}`;
  return `<!-- plimsoll:digest ${scope} week=${key.week} -->`;
}

/** Renders an issue: the sections of the digest, how to read them, and the marker. */
export function renderDigest(digest: Digest, key: DigestKey, options: DigestOptions = {}): RenderedDigest {
  const body = [
    ...(options.next === undefined ? [] : [closedLine(options.next)]),
    ...digestSections(digest, options).values(),
    howToRead(digest, options),
    digestMarker(key),
  ];
  return { title: `Plimsoll · ${digest.scope} · ${key.week}`, body: `${body.join("\n\n")}\n` };
}

/** The first line of a closed digest: the number of the one after it. */
export function closedLine(next: number): string {
  return `> This digest is closed. The next one: #${next}`;
}

const PART =
  "Of a scope with a part of repositories only the work that counts is shown: nothing that waits, or was undone.";

function askFor(scope: string, week: string): string {
  return `Every number can be asked for: ${code(`plimsoll explain ${scope} --week ${week}`)} prints each change and deployment behind it, with the rule that decided.`;
}

function howToRead({ scope, week }: Digest, { settings }: DigestOptions): string {
  const parts = [
    MEANING,
    `What one pull request counts as, and why, is shown in its Plimsoll check. ${isNamedScope(scope) ? PART : askFor(scope, week)}`,
    "What counts at all is set in `.github/plimsoll.yml`.",
    settings === undefined ? "" : renderSettings({ ...settings, choice: undefined }),
  ];
  return ["<details><summary>How to read this</summary>", ...parts.filter(Boolean), "</details>"].join(
    "\n\n",
  );
}
