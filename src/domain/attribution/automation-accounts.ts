/** An account whose commits are neither AI nor human work. */
export interface Automation {
  readonly name: string;
  readonly ids?: readonly number[];
  readonly logins?: readonly string[]; // exact, lower case
  readonly emails?: readonly string[]; // exact, lower case
  readonly names?: readonly string[]; // author names, lower case, where e-mails vary
  /** Its messages quote the release notes of others, so only git's trailer block in them is its own. */
  readonly quotesOthers?: true;
  /** Only commits whose subject begins so; the identity is an agent's otherwise. */
  readonly subjects?: readonly string[];
}

/** The second table: accounts seen in public histories to commit releases, updates and merges. */
export const AUTOMATION: readonly Automation[] = [
  {
    name: "Dependabot",
    ids: [49699333, 27856297],
    logins: ["dependabot[bot]", "dependabot-preview[bot]"],
    emails: ["support@github.com", "support@dependabot.com"],
    quotesOthers: true,
  },
  {
    name: "Renovate",
    ids: [29139614],
    logins: ["renovate[bot]", "renovate-bot", "forking-renovate[bot]"],
    emails: ["bot@renovateapp.com", "renovate@whitesourcesoftware.com"],
    names: ["renovate bot"],
    quotesOthers: true,
  },
  {
    name: "Greenkeeper",
    ids: [23040076],
    logins: ["greenkeeper[bot]", "greenkeeperio-bot"],
    emails: ["support@greenkeeper.io"],
    quotesOthers: true,
  },
  { name: "Snyk", logins: ["snyk-bot"], emails: ["snyk-bot@snyk.io"], quotesOthers: true },
  { name: "PyUp", logins: ["pyup-bot", "pyup[bot]"], emails: ["github-bot@pyup.io"], quotesOthers: true },
  {
    name: "GitHub Actions",
    ids: [41898282],
    logins: ["github-actions[bot]", "actions-user"],
    emails: ["github-actions@github.com", "action@github.com", "actions@github.com"],
  },
  { name: "GitHub merges", logins: ["github-merge-queue[bot]"] },
  { name: "pre-commit.ci", ids: [66853113], logins: ["pre-commit-ci[bot]"] },
  { name: "autofix.ci", ids: [114827586], logins: ["autofix-ci[bot]"] },
  { name: "Mergify", ids: [37929162], logins: ["mergify[bot]"] },
  { name: "Bors", logins: ["bors[bot]", "bors"], emails: ["bors@rust-lang.org"] },
  { name: "ImgBot", ids: [31301654], logins: ["imgbot[bot]"], names: ["imgbot", "imgbotapp"] },
  { name: "All Contributors", logins: ["allcontributors[bot]"] },
  {
    name: "semantic-release",
    logins: ["semantic-release-bot"],
    emails: ["semantic-release-bot@martynus.net"],
  },
  {
    name: "Stainless",
    logins: ["stainless-app[bot]", "stainless-bot"],
    names: ["stainless bot"],
  },
  { name: "Weblate", emails: ["hosted@weblate.org", "noreply-mt-openai@weblate.org"], names: ["weblate"] },
  { name: "Crowdin", logins: ["crowdin-bot"], emails: ["support+bot@crowdin.com"], names: ["crowdin bot"] },
  { name: "Google's releases of gemini-cli", logins: ["gemini-cli-robot"], names: ["gemini-cli-robot"] },
  {
    name: "Google's copybara",
    logins: ["copybara-service[bot]"],
    emails: ["genai-sdk-bot@google.com"],
    names: ["copybara-service"],
  },
  {
    name: "AWS toolkit automation",
    logins: ["aws-toolkit-automation"],
    names: ["aws-toolkit-automation", "aws-ides-bot"],
  },
  { name: "Kilo Code releases", logins: ["kilocode-bot"], names: ["kilocode-bot"] },
  { name: "Sentry releases", logins: ["getsentry-bot"], emails: ["bot@sentry.io", "bot@getsentry.com"] },
  { name: "Octokit bot", logins: ["octokitbot"], names: ["octokit bot"] },
  { name: "Roo Code releases", names: ["r00-b0t"] },
  { name: "Vercel's dependency fixes", ids: [35613825], logins: ["vercel[bot]"] },
  // 3,158 commits of the registry job carry the agent's identity.
  { name: "Junie's registry job", emails: ["junie@jetbrains.com"], subjects: ["Update registry"] },
];
