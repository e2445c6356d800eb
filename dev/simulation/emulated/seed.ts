/** The organization an emulated GitHub holds. */
export interface Organization {
  readonly organization: string;
  readonly repositories: readonly string[];
  readonly people: readonly Person[];
}

/** A member of the organization; the login is also the token. */
interface Person {
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

/** The app under test. */
export const PLIMSOLL = {
  appId: 1_200_300,
  installationId: 45_000_001,
  permissions: {
    metadata: "read",
    contents: "read",
    pull_requests: "read",
    deployments: "read",
    checks: "write",
    issues: "write",
  },
  events: ["pull_request", "check_run", "check_suite", "deployment_status"],
} as const;

/** An author of type Bot, which the emulator has only as the actor of an installation. */
export const DEPENDABOT = {
  login: "dependabot[bot]",
  appId: 29_110,
  installationId: 45_000_002,
  permissions: { metadata: "read", contents: "write", pull_requests: "write" },
} as const;

/** The emulator's seed for an organization on which Plimsoll is installed. */
export function seedOf({ organization, repositories, people }: Organization, webhook: Webhook): object {
  return {
    tokens: Object.fromEntries(people.map(({ login }) => [login, { login }])),
    github: {
      // An unknown token acts as the first user, so that one may do nothing.
      users: [{ login: "ghost" }, ...people],
      // The emulator lets a member push only as an administrator.
      orgs: [{ login: organization, members: people.map(({ login }) => ({ login, role: "admin" })) }],
      // Private, since the emulator checks an app's permissions only there.
      repos: repositories.map((name) => ({ owner: organization, name, private: true })),
      apps: [plimsoll(organization, webhook), dependabot(organization)],
    },
  };
}

interface Webhook {
  readonly url: string;
  readonly secret: string;
}

function plimsoll(account: string, webhook: Webhook) {
  return {
    app_id: PLIMSOLL.appId,
    slug: "plimsoll",
    name: "Plimsoll",
    permissions: PLIMSOLL.permissions,
    events: PLIMSOLL.events,
    webhook_url: webhook.url,
    webhook_secret: webhook.secret,
    installations: [{ installation_id: PLIMSOLL.installationId, account }],
  };
}

function dependabot(account: string) {
  return {
    app_id: DEPENDABOT.appId,
    slug: "dependabot",
    name: "Dependabot",
    permissions: DEPENDABOT.permissions,
    installations: [{ installation_id: DEPENDABOT.installationId, account }],
  };
}
