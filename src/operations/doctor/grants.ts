import type { Grants, InstallationGrants } from "../../github/app-settings.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const RANK: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

type Permissions = Grants["permissions"];

/** Compares the permissions and events of the App with those in `app.yml`. */
export function checkApp(granted: Grants, wanted: Grants): Finding[] {
  return [checkPermissions(granted.permissions, wanted.permissions), checkEvents(granted, wanted)].flat();
}

function checkPermissions(granted: Permissions, wanted: Permissions): Finding[] {
  const missing = lacking(granted, wanted);
  const excess = lacking(wanted, granted);
  if (missing.length + excess.length === 0) return [ok("permissions", "as app.yml lists them")];
  return [
    ...missing.map((name) =>
      problem(
        "permissions",
        `the App lacks ${name}`,
        "give it in the App's settings, Permissions & events, and accept it in each installation",
      ),
    ),
    ...excess.map((name) =>
      warning(
        "permissions",
        `the App has ${name}, which it does not need`,
        "take it away in the App's settings",
      ),
    ),
  ];
}

function checkEvents({ events }: Grants, wanted: Grants): Finding[] {
  const missing = wanted.events.filter((event) => !events.includes(event));
  const excess = events.filter((event) => !wanted.events.includes(event));
  if (missing.length + excess.length === 0) return [ok("events", "as app.yml lists them")];
  return [
    ...missing.map((event) =>
      problem("events", `GitHub does not send the App ${event}`, "subscribe to it in the App's settings"),
    ),
    ...excess.map((event) =>
      warning(
        "events",
        `GitHub sends the App ${event}, which it does not need`,
        "unsubscribe in its settings",
      ),
    ),
  ];
}

/** Compares the permissions that each installation has accepted with those in `app.yml`. */
export function checkInstallationGrants(
  installations: readonly InstallationGrants[],
  wanted: Grants,
): Finding[] {
  const check = "installations";
  if (installations.length === 0)
    return [warning(check, "the App is not installed anywhere", "install it from the App's page on GitHub")];
  const found = installations.flatMap(({ id, isSuspended, permissions }) => {
    const missing = lacking(permissions, wanted.permissions);
    const remedy = "accept the App's permissions in the settings of the installation";
    return [
      ...(isSuspended ? [warning(check, `${id} is suspended`, "unsuspend it there to go on with it")] : []),
      ...(missing.length === 0 ? [] : [problem(check, `${id} lacks ${missing.join(", ")}`, remedy)]),
    ];
  });
  const text = `${installations.length}, with what the App needs`;
  return found.length === 0 ? [ok(check, text)] : found;
}

/** The wanted permissions that are not granted: `checks: write`. */
function lacking(granted: Permissions, wanted: Permissions): string[] {
  const rank = (level = "none") => RANK[level] ?? 0;
  return Object.entries(wanted)
    .filter(([name, level]) => rank(granted[name]) < rank(level))
    .map(([name, level]) => `${name}: ${level}`);
}
