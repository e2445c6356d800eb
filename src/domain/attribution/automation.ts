import { AUTOMATION, type Automation } from "./automation-accounts.ts";
import type { CommitText } from "./commit-text.ts";
import { isRobot } from "./robot-names.ts";

// People edit through these apps; the account is the editor's.
const PEOPLES_APPS = new Set([
  "mintlify[bot]",
  "gitbook[bot]",
  "gitbook-bot",
  "netlify-cms[bot]",
  "pull[bot]",
]);
const NOREPLY = "@users.noreply.github.com";

const BY_EMAIL = rowsBy(({ emails }) => emails);
const BY_LOGIN = rowsBy(({ logins }) => logins);
const BY_NAME = rowsBy(({ names, logins = [] }) => [...(names ?? []), ...logins]);
const BY_ID = rowsBy(({ ids }) => ids);

/** A text in each of their signature lines, and in few other messages. */
const SIGNATURE = "his PR ";
const SIGNING = AUTOMATION.filter(({ footers }) => footers !== undefined);
const BY_FOOTER = rowsBy(({ footers }) => footers);
const SIGNED = new RegExp(
  `\\n(?:${[...BY_FOOTER.keys()].map((footer) => footer.replaceAll("[", "\\[")).join("|")})`,
  "i",
);

/** The commits of the action that keeps signatures of a contributor's agreement, under any account. */
const CLA =
  /^(?:\w{1,20}(?:\([\w-]{1,30}\))?!?: )?@?[\w-]{1,39}(?:\[bot\])? has signed the CLA(?: (?:in|from) |$)/;

/**
 * Finds the automation behind an author, or `undefined`.
 *
 * An app that neither table knows is automation all the same, as is an author with a robot's name.
 */
export function findAutomation(
  { author, message }: Pick<CommitText, "author" | "message">,
  subject: string,
): Automation | undefined {
  const email = author.email.trim().toLowerCase();
  const name = author.name.trim().toLowerCase();
  const login = email.endsWith(NOREPLY) ? email.slice(email.indexOf("+") + 1, -NOREPLY.length) : "";
  const row = BY_EMAIL.get(email) ?? BY_LOGIN.get(login) ?? BY_NAME.get(name);
  if (row !== undefined) return isOnSubject(row, subject) ? row : undefined;
  if (isUnknownApp(login) || isUnknownApp(name) || CLA.test(subject)) return { name };
  const signed = signingRobot(message);
  if (signed !== undefined) return signed;
  return isRobot(author) && ![login, name].some((each) => PEOPLES_APPS.has(each)) ? { name } : undefined;
}

/** Finds the robot that signed a text below its first line, with any token. */
function signingRobot(text: string): Automation | undefined {
  const [line] = (text.includes(SIGNATURE) && SIGNED.exec(text)) || [];
  return line === undefined ? undefined : BY_FOOTER.get(line.slice(1).toLowerCase());
}

/** Finds the name of the robot that signed the description of a pull request; `undefined` when none did. */
export function robotOfDescription(description: string): string | undefined {
  return signingRobot(`\n${description}`)?.name;
}

/** Finds the name of the robot that uses such branches; `undefined` when none does. */
export function robotOfBranch(branch: string): string | undefined {
  return SIGNING.find(({ branches }) => branches?.some((start) => branch.startsWith(start)))?.name;
}

/** Whether a GitHub account is automation, by numeric id or exact login. */
export function isAutomationAccount({ id, login }: { readonly id: number; readonly login: string }): boolean {
  const lower = login.toLowerCase();
  return BY_ID.has(id) || BY_LOGIN.has(lower) || isUnknownApp(lower);
}

function isOnSubject({ subjects }: Automation, subject: string): boolean {
  return subjects === undefined || subjects.some((start) => subject.startsWith(start));
}

function isUnknownApp(login: string): boolean {
  return login.endsWith("[bot]") && !PEOPLES_APPS.has(login);
}

function rowsBy<Key>(keysOf: (row: Automation) => readonly Key[] | undefined): ReadonlyMap<Key, Automation> {
  return new Map(AUTOMATION.flatMap((row) => (keysOf(row) ?? []).map((key) => [key, row])));
}
