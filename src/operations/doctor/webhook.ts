import type { DeliveryAttempt, HookConfig } from "../../github/app-settings.ts";
import { minute } from "../text.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** The path at which the server receives deliveries. */
const PATH = "/api/github/webhooks";

const SETTINGS = "in the App's settings";

/** Checks that GitHub sends signed deliveries to the right address; `publicUrl` is this server's, if known. */
export function checkHook(config: HookConfig, publicUrl: string | undefined): Finding[] {
  const url = URL.parse(config.url);
  if (url === null) return [problem("webhook", "GitHub has no address to send to", `set one ${SETTINGS}`)];
  const address = `${url.origin}${url.pathname}`;
  const found: Finding[] = [];
  const check = (isRight: boolean, level: typeof problem, text: string, remedy: string) => {
    if (!isRight) found.push(level("webhook", `GitHub ${text}`, remedy));
  };
  const isPublic = publicUrl === undefined || address.startsWith(publicUrl);
  check(
    address.endsWith(PATH),
    problem,
    `sends to ${address}`,
    `let the address end with ${PATH} ${SETTINGS}`,
  );
  check(isPublic, warning, `sends to ${address}, and PUBLIC_URL is another`, "correct one of the two");
  check(url.protocol === "https:", warning, "sends without TLS", `set an address with https ${SETTINGS}`);
  check(config.isVerified, problem, "verifies no certificate", `enable SSL verification ${SETTINGS}`);
  check(
    config.contentType === "json",
    problem,
    "sends forms, not JSON",
    "have the App send application/json",
  );
  check(config.hasSecret, problem, "signs nothing", `set WEBHOOK_SECRET's value as secret ${SETTINGS}`);
  return found.length === 0 ? [ok("webhook", `GitHub sends signed JSON to ${address}`)] : found;
}

/** From this share of failures on, somebody should look. */
const NOTABLE = 0.05;

/** Checks the outcomes of GitHub's latest deliveries, newest first; `undefined` where it keeps no log of them. */
export function checkDeliveries(attempts: readonly DeliveryAttempt[] | undefined): Finding {
  const check = "deliveries";
  if (attempts === undefined)
    return warning(check, "this GitHub keeps no log of deliveries", "upgrade the Enterprise Server");
  const [latest] = attempts;
  if (latest === undefined)
    return warning(check, "GitHub has sent none in three days", "push something where the App is installed");
  const failed = attempts.filter(({ isAnswered }) => !isAnswered).length;
  const taken = attempts.find(({ isAnswered }) => isAnswered);
  const last = taken === undefined ? "none taken" : `the last one taken at ${minute(taken.deliveredAt)} UTC`;
  const text = `${failed} of the latest ${attempts.length} failed, ${last}`;
  if (!latest.isAnswered) return problem(check, `${text}; the newest: ${causeOf(latest)}`, hintFor(latest));
  if (failed / attempts.length < NOTABLE) return ok(check, text);
  return warning(check, text, "nothing, if the server was down then: it asks GitHub for them again");
}

/** The outcome of a failed attempt, in GitHub's words where it got no answer. */
export function causeOf({ status, statusCode }: DeliveryAttempt): string {
  return statusCode === 0 ? status.slice(0, 100) : `answered ${statusCode}`;
}

const HINTS: Readonly<Record<number, string>> = {
  401: "set WEBHOOK_SECRET to the secret of the App's webhook",
  404: "look whether the address of the webhook is right, and what its proxy passes on",
  413: "let the proxy take 25 MB",
  503: "ask the server's /readyz why it cannot store them",
};

/** The remedy for a failed attempt. */
export function hintFor({ statusCode }: DeliveryAttempt): string {
  if (statusCode === 0) return "let GitHub reach the server, and the server answer within ten seconds";
  return HINTS[statusCode] ?? "look at what stands between GitHub and the server";
}
