import { checkShow } from "../domain/policy.ts";
import type { SettingsShown } from "../domain/settings-shown.ts";
import { shipChoiceText } from "./ship-choice.ts";
import { code, count } from "./text.ts";

const SOURCES = {
  repository: "the config of this repository",
  owner: "the config of the owner's `.github` repository",
  none: "the defaults; there is no `.github/plimsoll.yml`",
};

/** Renders what holds as one paragraph: whose config it is, and each key that says something else than the default. */
export function renderSettings(shown: SettingsShown): string {
  return `Settings in effect: ${[SOURCES[shown.source], ...saidOf(shown)].join("; ")}.`;
}

/** Renders the settings on a check run: nothing where there is no config, and no source while it is invalid. */
export function renderOwnSettings(shown: SettingsShown, isInvalid: boolean): string {
  const said = saidOf(shown);
  if (!isInvalid) return shown.source === "none" && said.length === 0 ? "" : renderSettings(shown);
  return said.length === 0 ? "" : `Settings in effect meanwhile: ${said.join("; ")}.`;
}

function saidOf(shown: SettingsShown): string[] {
  return [...rulesOf(shown), ...policiesOf(shown), ...unreadOf(shown)];
}

function rulesOf(shown: SettingsShown) {
  const { ship, choice, production, services, exclude, agents, prose, bots, hasCreators, timezone } = shown;
  return [
    ...(ship === "auto" ? [] : [`ships by ${ship}`]),
    ...(choice === undefined ? [] : [shipChoiceText(choice)]),
    ...(production === undefined ? [] : [`production is ${listed(production)}`]),
    ...(services.length === 0 ? [] : [`services ${listed(services)}`]),
    ...(exclude.length === 0 ? [] : [`does not count ${listed(exclude)}`]),
    ...(agents.length === 0 ? [] : [`own agents ${listed(agents)}`]),
    ...(prose ? [] : ["sentences declare nothing"]),
    ...(bots === 0 ? [] : [`${count(bots, "more account")} not taken for people`]),
    ...(hasCreators ? ["believes deployments by listed accounts only"] : []),
    ...(timezone === "UTC" ? [] : [`days and weeks in ${code(timezone)}`]),
  ];
}

/** What named the place of an organization's digest, if that was no config, and how to name it. */
const PLACED_BY: Readonly<Record<NonNullable<SettingsShown["placedBy"]>, string>> = {
  environment: "one digest for all repositories, in the repository that the server's environment names",
  choice: "one digest for all repositories, in the repository that Plimsoll chose",
};

function policiesOf({ check, digest, placedBy, privacy, disclosure }: SettingsShown): string[] {
  return [
    ...(checkShow(check) === "all" ? [] : [`check runs shown: ${checkShow(check)}`]),
    ...(digest.day === "monday" && digest.hour === 9
      ? []
      : [`digest on ${digest.day}s at ${digest.hour}:00`]),
    ...(placedBy === undefined
      ? []
      : [`${PLACED_BY[placedBy]} (to change that: \`digest.per\` and \`digest.repository\`)`]),
    ...(privacy.floor === 5 ? [] : [`figures about people from ${privacy.floor} on`]),
    ...(privacy.strict ? ["each side of a split by AI assistance likewise"] : []),
    ...(privacy.public ? ["no floor while the repository is public"] : []),
    ...(disclosure.policy === "off" ? [] : [`disclosure by known agents: ${disclosure.policy}`]),
  ];
}

/** The settings of a repository that were not read; docs/configuration.md gives the limits. */
function unreadOf({ unreadAttributes = { count: 0, isListed: true } }: SettingsShown) {
  const { count: unread, isListed } = unreadAttributes;
  return [
    ...(unread === 0
      ? []
      : [`${count(unread, "file")} named \`.gitattributes\` not read: too many, or too large`]),
    ...(isListed ? [] : ["GitHub lists no more than 100,000 files, so some `.gitattributes` may be missing"]),
  ];
}

const MOST_LISTED = 5;

function listed(texts: readonly string[]): string {
  const left = texts.length - MOST_LISTED;
  return [...texts.slice(0, MOST_LISTED).map(code), ...(left > 0 ? [`${left} more`] : [])].join(", ");
}
