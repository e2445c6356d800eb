import { type Finding, ok, problem, warning } from "../../operations/doctor/finding.ts";
import type { Listening } from "./environment.ts";
import { failureText, withTimeout } from "./with-timeout.ts";

/** The beginning of a response shows the reason. */
const MOST_CHARACTERS = 200;

/** The known state of the server, and the limit on the wait. */
interface ServerCheck {
  /** Whether a server holds the store; `undefined` where that is unknown. */
  readonly isLocked: boolean | undefined;
  readonly limitMs: number;
}

/** Checks that a server answers at the address of the environment. */
export async function checkServer(
  { HOST, PORT }: Listening,
  { isLocked, limitMs }: ServerCheck,
): Promise<Finding> {
  const check = "server";
  if (PORT === 0) return warning(check, "not checked: PORT 0 means any free port", "set PORT");
  const host = ["0.0.0.0", "::"].includes(HOST) ? "localhost" : HOST;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`;
  try {
    const alive = await ask(`${url}/healthz`, limitMs);
    if (alive.status !== 200 || alive.text !== "ok")
      return problem(check, `something else than Plimsoll answers at ${url}`, "set another PORT");
    const ready = await ask(`${url}/readyz`, limitMs);
    if (ready.status !== 200)
      return problem(
        check,
        `the one at ${url} is not ready (${ready.text})`,
        "see docs/operations.md, When something is wrong",
      );
    if (isLocked === undefined) return ok(check, `ready at ${url}`);
    if (isLocked) return ok(check, `ready at ${url}, and works on this store`);
    return problem(check, `ready at ${url}, but works on another store`, "give both the same DATABASE_URL");
  } catch (error) {
    const text = `none answers at ${url} (${failureText(error, limitMs)})`;
    if (isLocked)
      return problem(check, `${text}, but one works on the store`, "set HOST and PORT to its values");
    return warning(check, text, "start it, unless it runs elsewhere");
  }
}

async function ask(
  url: string,
  limitMs: number,
): Promise<{ readonly status: number; readonly text: string }> {
  return withTimeout(limitMs, async (signal) => {
    const response = await fetch(url, { signal, redirect: "manual" });
    return { status: response.status, text: (await response.text()).trim().slice(0, MOST_CHARACTERS) };
  });
}
