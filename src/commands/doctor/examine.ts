import { checkDigests } from "../../operations/doctor/digests.ts";
import { checkFiles } from "../../operations/doctor/files.ts";
import { type Finding, ok, problem, warning } from "../../operations/doctor/finding.ts";
import { checkSpend } from "../../operations/doctor/spend.ts";
import { checkStore, isLocked } from "../../operations/doctor/store.ts";
import { errorText } from "../../operations/error-text.ts";
import { isOnServer, pathOf } from "../../storage/store-address.ts";
import { checkEnvironment, readParts, type Variables } from "./environment.ts";
import { checkGitHub } from "./github.ts";
import { checkServer } from "./local-server.ts";

/** The longest wait for any answer over the network. */
const LIMIT_MS = 10_000;

/**
 * Checks all parts of an installation, each by itself: a problem with one hides no other.
 *
 * It writes nothing into the store and nothing to GitHub.
 */
export async function examine(variables: Variables, limitMs = LIMIT_MS): Promise<Finding[]> {
  const { storage, gitHub, listening, publicUrl } = readParts(variables);
  const url = storage?.DATABASE_URL;
  const key = { key: variables.PSEUDONYM_KEY || undefined, path: variables.PSEUDONYM_KEY_PATH || undefined };
  const found = await Promise.all([
    [ok("node", process.versions.node)],
    checkEnvironment(variables),
    runCheck("store", () => (url === undefined ? notChecked("store", "DATABASE_URL") : checkStore(url, key))),
    // What is wrong with the store itself is a finding of the check before.
    url === undefined ? [] : checkSpend(url, new Date()).catch(() => []),
    url === undefined ? [] : checkDigests(url).catch(() => []),
    runCheck("files", async () => checkFiles(secretFiles(url, variables))),
    runCheck("server", async () => {
      if (listening === undefined) return notChecked("server", "HOST and PORT");
      return [
        await checkServer(listening, { isLocked: url === undefined ? false : await isLocked(url), limitMs }),
      ];
    }),
    runCheck("github", async () => {
      if (gitHub === undefined) return notChecked("github", "APP_ID and PRIVATE_KEY");
      return checkGitHub(gitHub, { publicUrl, limitMs });
    }),
  ]);
  return found.flat();
}

/** Runs a check; a check that throws becomes a problem like any other. */
async function runCheck(check: string, run: () => Promise<Finding[]> | Finding[]): Promise<Finding[]> {
  try {
    return await run();
  } catch (error) {
    return [problem(check, errorText(error), "correct this, and run plimsoll doctor again")];
  }
}

function notChecked(check: string, names: string): Finding[] {
  return [warning(check, "not checked", `correct ${names} first`)];
}

/** The files with stored facts about people, the key of their hashes, and the App's credentials. */
function secretFiles(url: string | undefined, variables: Variables): string[] {
  const { PRIVATE_KEY_PATH, PSEUDONYM_KEY_PATH } = variables;
  const store = url === undefined || isOnServer(url) ? undefined : pathOf(url);
  const stored = store ? [store, `${store}-wal`, `${store}-shm`, `${store}.key`] : [];
  return [...stored, ".env", ...[PRIVATE_KEY_PATH, PSEUDONYM_KEY_PATH].filter((path) => path !== undefined)];
}
