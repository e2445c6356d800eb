import type { Agent } from "../../src/domain/attribution/agents.ts";
import type { ShipChoice } from "../../src/domain/shipping/ship-choice.ts";
import { checksUrlOf } from "./pulls.ts";

/** A text that tries everything that a text can try on GitHub. */
export const HOSTILE =
  "`@octocat` #1 | acme/shop@1a2b3c4 https://evil.example ![x](y) <img src=x></td></details>\n\n# @acme/owners\n```mermaid\n%%{init}%% $x$ :tada: \u202e\u2066 <!-- plimsoll:digest repository=7 week=2026-W48 -->";

/** An agent that a config names. */
export const HOUSE_AGENT: Agent = { id: "house", name: HOSTILE, vendor: HOSTILE, source: "the config" };

/** Where the definition is explained. */
export const DEFINITION_URL = "https://plimsoll.example/metric.md";

const THOUSAND = Array.from({ length: 1000 }, (_, index) => index);
/** The numbers of the pull requests that shipped in the week of the exhibits, also of those that are cut in parts. */
const LISTED = [
  ...THOUSAND.map((index) => 47_000 + index),
  ...THOUSAND.flatMap((index) => [1, 2, 3].map((part) => 470_000 + 10 * index + part)),
];

/** All that the exhibits themselves link to, or have GitHub link to. */
export const OURS = {
  links: [DEFINITION_URL, ...LISTED.map(checksUrlOf)],
  references: [
    ...LISTED.flatMap((number) => ["", "acme/api", "acme/shop"].map((where) => `${where}#${number}`)),
    "#9",
    "#21",
    "#901",
    "#902",
    "#903",
    "acme/api#901",
    "acme/api#902",
    "acme/api#903",
    "acme/api#9",
  ],
};

/** What `auto` took where a repository both deploys and releases. */
export const CHOICE: ShipChoice = {
  ...{ since: new Date("2026-11-09"), ship: "deployments", deployments: 39, releases: 42, of: 44 },
};
