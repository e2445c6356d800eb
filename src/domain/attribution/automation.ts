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

/** What each of their lines has in it; few messages do. */
const SIGNATURE = "his PR ";
const SIGNING = AUTOMATION.filter(({ footers }) => footers !== undefined);
const BY_FOOTER = rowsBy(({ footers }) => footers);
const SIGNED = new RegExp(
  `\\n(?:${[...BY_FOOTER.keys()].map((footer) => footer.replaceAll("[", "\\[")).join("|")})`,
  "i",
);

/** What the action that keeps signatures of a contributor's agreement commits, under whichever account it runs. */
const CLA =
  /^(?:\w{1,20}(?:\([\w-]{1,30}\))?!?: )?@?[\w-]{1,39}(?:\[bot\])? has signed the CLA(?: (?:in|from) |$)/;

/**
 * The automation an author is, or `undefined`.
 *
 * An app that neither table knows is automation all the same, as is what calls itself a robot.
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

/** The robot that signed a text below its first line, whoever's token it used. */
function signingRobot(text: string): Automation | undefined {
  const [line] = (text.includes(SIGNATURE) && SIGNED.exec(text)) || [];
  return line === undefined ? undefined : BY_FOOTER.get(line.slice(1).toLowerCase());
}

/** The name of the robot that signed the description of a pull request; `undefined` when none did. */
export function robotOfDescription(description: string): string | undefined {
  return signingRobot(`\n${description}`)?.name;
}

/** The name of the robot whose branches are called so; `undefined` when none's are. */
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
