import { randomUUID } from "node:crypto";
import { readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { isDeepStrictEqual, parseEnv } from "node:util";

/** The variables that identify an App; a file with one of them has an App already. */
const CREDENTIALS = ["APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET"];

/** Only the owner may read the file, and the path must be free. */
const NEW_FILE = { flag: "wx", mode: 0o600, flush: true };

type Variables = Readonly<Record<string, string>>;

/** Finds the reason why credentials cannot be added to an env file, in one line; `undefined` when they can. */
export async function findEnvFileProblem(path: string): Promise<string | undefined> {
  try {
    assertFree((await readIfThere(path)) ?? "");
    const draft = await draftOf(path);
    await writeFile(draft, "", NEW_FILE);
    await rm(draft);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * Adds variables that the file lacks, or that are empty there, and lets only its owner read it.
 *
 * An existing file is replaced as a whole, so it is never half written. Throws when it cannot be written, or has
 * credentials already.
 */
export async function addToEnvFile(path: string, variables: Variables): Promise<void> {
  const present = await readIfThere(path);
  assertFree(present ?? "");
  const text = withVariables(present ?? "", variables);
  if (present === undefined) return writeFile(path, text, NEW_FILE);
  const draft = await draftOf(path);
  try {
    await writeFile(draft, text, NEW_FILE);
    await rename(draft, await realpath(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Formats variables as lines, without the quotes that `docker run --env-file` would take as part of a value. */
export function envLines(variables: Variables): string {
  return Object.entries(onOneLine(variables))
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** The reason why a file cannot be written, for people. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? `the system answers ${error.code}` : error.message;
}

function assertFree(text: string): void {
  const variables = parseEnv(text);
  const taken = CREDENTIALS.filter((name) => variables[name]);
  if (taken.length > 0) throw new Error(`it sets ${taken.join(" and ")} already`);
}

/** The last line of a variable counts, so an empty one may stay before it. */
function withVariables(text: string, variables: Variables): string {
  const present = parseEnv(text);
  const added = Object.fromEntries(Object.entries(variables).filter(([name]) => !present[name]));
  const whole = `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${envLines(added)}`;
  // An open quote, for example, would swallow the lines after it.
  if (!isDeepStrictEqual({ ...parseEnv(whole) }, { ...present, ...onOneLine(added) }))
    throw new Error("nothing can be added after what it holds");
  return whole;
}

/** A private key has several lines; parsing turns `\n` back into line breaks. */
function onOneLine(variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.trim().replaceAll("\n", "\\n")]),
  );
}

/** A free path beside the file itself, also behind a link. */
async function draftOf(path: string): Promise<string> {
  return `${await realpath(path).catch(() => path)}.${randomUUID()}`;
}

function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
