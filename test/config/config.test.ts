import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import { DEFAULT_CONFIG } from "../../src/config/default-config.ts";
import { attributeCommit } from "../../src/domain/attribution/attribution.ts";
import { checkShow } from "../../src/domain/policy.ts";

const OPENCLAW = `
agents:
  openclaw:
    name: OpenClaw
    emails: [claw@bots.acme.example]
    logins: ["openclaw-acme[bot]"]
    trailers:
      - key: Claw-Run
      - key: Made-By
        values: [openclaw]
    footers: [Clawed together by OpenClaw]
`;

const ada = { name: "Ada", email: "ada@acme.example" };

function problemOf(text: string): string {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return "none";
}

describe("an in-house agent in the config", () => {
  const config = parseConfig(OPENCLAW);

  it.each([
    ["its author", "Work", { name: "Claw", email: "claw@bots.acme.example" }],
    ["a co-author", "Work\n\nCo-authored-by: Claw <claw@bots.acme.example>", ada],
    ["its own trailer", "Work\n\nClaw-Run: 4711", ada],
    ["a trailer with its value", "Work\n\nMade-By: OpenClaw 2", ada],
    ["its generator line", "Work\n\nClawed together by OpenClaw", ada],
  ])("declares a commit by %s", (_, message, author) => {
    const commit = { message, author, committer: ada };

    expect(attributeCommit(commit, config)).toMatchObject({ attribution: "declared", tools: ["openclaw"] });
    expect(attributeCommit(commit).attribution).toBe("undeclared");
  });

  it("declares nothing by a trailer with another value", () => {
    const commit = { message: "Work\n\nMade-By: hand", author: ada, committer: ada };

    expect(attributeCommit(commit, config).attribution).toBe("undeclared");
  });
});

describe("a config", () => {
  it("may be empty", () => {
    expect(parseConfig("")).toEqual(DEFAULT_CONFIG);
    expect(parseConfig("# nothing yet\n")).toEqual(DEFAULT_CONFIG);
    expect(parseConfig("digest: {}")).toEqual(DEFAULT_CONFIG);
  });

  it("says what counts", () => {
    const text = `
ship: releases
production: [live, "prod-*"]
services:
  api: { environments: [api-prod], paths: ["api/**", "shared/**"] }
  web: { environments: [web-prod], paths: ["web/"] }
exclude: ["legacy/**", "**/*.stories.tsx"]
bots: [Acme-Robot, "deploy[bot]"]
creators: [Octo_acme]
digest: { timezone: Europe/Berlin }
`;

    expect(parseConfig(text)).toEqual({
      ...DEFAULT_CONFIG,
      ...{
        agents: [],
        prose: true,
        ship: "releases",
        production: ["live", "prod-*"],
        timezone: "Europe/Berlin",
      },
      services: [
        { name: "api", environments: ["api-prod"], paths: ["api/**", "shared/**"] },
        { name: "web", environments: ["web-prod"], paths: ["web/"] },
      ],
      exclude: ["legacy/**", "**/*.stories.tsx"],
      bots: ["acme-robot", "deploy[bot]"],
      creators: ["octo_acme"],
    });
  });

  it("says what is published, when, and to whom", () => {
    const text = `
digest: { enabled: false, repository: acme/reports, day: friday, hour: 15 }
check: { enabled: false, show: declared }
privacy: { floor: 3, strict: true, public: true }
disclosure: { policy: require, trailers: [Assisted-by, CO-AUTHORED-BY] }
`;

    expect(parseConfig(text)).toMatchObject({
      digest: { enabled: false, repository: "acme/reports", day: "friday", hour: 15 },
      check: { enabled: false, show: "declared" },
      privacy: { floor: 3, strict: true, public: true },
      disclosure: { policy: "require", trailers: ["assisted-by", "co-authored-by"] },
    });
  });

  it.each([
    ["check: {}", "all"],
    ["check: { show: declared }", "declared"],
    ["check: { show: off }", "off"],
    ["%YAML 1.1\n---\ncheck: { show: off }", "off"],
    ["check: { enabled: false }", "off"],
    ["check: { enabled: false, show: all }", "off"],
  ])("says which pull requests get a check run: %j", (text, show) => {
    expect(checkShow(parseConfig(text).check)).toBe(show);
  });

  it.each([
    ["disclosure: note", "note"],
    ["disclosure: { policy: note }", "note"],
    ["disclosure: off", "off"],
    ["disclosure: false", "off"],
    ["%YAML 1.1\n---\ndisclosure: off", "off"],
    ["disclosure: { policy: false }", "off"],
  ])("says what is asked of known agents in either form: %j", (text, policy) => {
    expect(parseConfig(text).disclosure).toEqual({ policy, trailers: undefined });
  });

  it("says whether sentences declare tools", () => {
    expect(parseConfig("attribution: { prose: false }").prose).toBe(false);
    expect(parseConfig("attribution: {}").prose).toBe(true);
  });

  it("tells names that replace the usual ones from none", () => {
    expect(parseConfig("production: []").production).toEqual([]);
  });
});

describe("a config that is wrong", () => {
  it.each([
    ["agents: [", /^not YAML: /],
    ["ship: *mode", /^not YAML: Unresolved alias/],
    ["- agents", /^file: a list is not a mapping of agents, attribution, bots, .*, spend$/],
    ["agents: { Claw: { name: Claw } }", "agents.Claw: an id has lower-case letters, digits and hyphens"],
    ["agents: { claw: {} }", "agents.claw.name: is missing: expected text"],
    [
      "agents: { claw: { name: Claw, emails: [nobody] } }",
      'agents.claw.emails.0: "nobody" is not an e-mail address',
    ],
    [
      "agents: { claw: { name: Claw, footers: [by] } }",
      'agents.claw.footers.0: "by": needs at least five letters',
    ],
    ["ship: deploys", 'ship: "deploys" is not one of auto, deployments, releases, merges'],
    ["production: live", 'production: "live" is not a list'],
    ["production: [1]", "production.0: 1 is not text"],
    ["production:", "production: has no value: expected a list"],
    ["production: [live, ~]", "production.1: has no value: expected text"],
    ["services: { api: { paths: [a] } }", "services.api.environments: is missing: expected a list"],
    [
      "services: { api: { environments: [], paths: [a] } }",
      "services.api.environments: a list is too short: expected at least 1 entry",
    ],
    ["services: { '': { environments: [a], paths: [a] } }", /^services\."": .*at least 1 character$/],
    ['exclude: ["!src/**"]', 'exclude.0: "!src/**": a glob cannot exclude with !'],
    ['exclude: ["{a,b}/**"]', 'exclude.0: "{a,b}/**": a glob has no braces: list one for each alternative'],
    ['exclude: ["/"]', 'exclude.0: "/": a glob begins at the root, such as "src/**"'],
    ["exclude: ['../api']", /^exclude\.0: "\.\.\/api": a glob begins at the root/],
    ["exclude: [“docs/**”]", 'exclude.0: "“docs/**”": a glob has straight quotes around it, or none'],
    ["exclude: ['src\\api']", 'exclude.0: "src\\\\api": a glob has / between folders'],
    ['exclude: ["caf\ufffd/**"]', /^exclude\.0: .*: a character is not UTF-8: save the file as UTF-8$/],
    ['exclude: ["[a/**"]', /^exclude\.0: "\[a\/\*\*": a glob closes each \[/],
    ["bots: ['@ada']", 'bots.0: "@ada": not a GitHub login, such as "octocat"'],
    ["creators: ['a b']", 'creators.0: "a b": not a GitHub login, such as "octocat"'],
    [
      "digest: { timezone: Mars/Olympus }",
      'digest.timezone: "Mars/Olympus": not an IANA time zone, such as "Europe/Berlin"',
    ],
    [
      "digest: { day: Monday }",
      'digest.day: "Monday" is not one of monday, tuesday, wednesday, thursday, friday, saturday, sunday',
    ],
    ["digest: { hour: 24 }", "digest.hour: 24 is too large: expected at most 23"],
    ["digest: { hour: -1 }", "digest.hour: -1 is too small: expected at least 0"],
    ["digest: { hour: 9.5 }", "digest.hour: 9.5 is not a whole number"],
    ["digest: { hour: '9' }", 'digest.hour: "9" is not a whole number'],
    [
      "digest: { repository: a/b/c }",
      'digest.repository: "a/b/c": not a repository, such as "reports" or "acme/reports"',
    ],
    ["digest: { repository: '..' }", /^digest\.repository: "\.\.": not a repository/],
    ["digest: { enabled: yes }", 'digest.enabled: "yes" is not true or false'],
    ["check: off", 'check: "off" is not a mapping of enabled, show'],
    ["check:", "check: has no value: expected a mapping of enabled, show"],
    ["services: []", "services: a list is not a mapping"],
    ["services: { api: [] }", "services.api: a list is not a mapping of environments, paths"],
    ["privacy: { floor: 2 }", "privacy.floor: 2: cannot be lowered under 3"],
    ["privacy: { floor: .inf }", "privacy.floor: Infinity is not a whole number"],
    ["privacy: { floor: 1e9 }", "privacy.floor: 1000000000 is too large: expected at most 1000"],
    ["check: { show: some }", 'check.show: "some" is not one of all, declared, off'],
    [
      "check: { show: off }\ndisclosure: require",
      'check.show: "off" leaves no check run that "disclosure: require" could fail: write "declared" or "all"',
    ],
    [
      "digest: { per: repository, repository: reports }",
      'digest.per: "repository" contradicts digest.repository, which names the place of one for all: delete one of the two',
    ],
    ["digest: { per: team }", 'digest.per: "team" is not one of auto, organization, repository'],
    ["disclosure: sometimes", 'disclosure: "sometimes" is not one of off, note, require'],
    ["disclosure: true", "disclosure: true is not one of off, note, require"],
    ["disclosure: [note]", "disclosure: a list is not one of off, note, require"],
    ["disclosure:", "disclosure: has no value: expected one of off, note, require"],
    ["disclosure: { policy: ask }", 'disclosure.policy: "ask" is not one of off, note, require'],
    [
      "disclosure: { trailers: [Assisted-by] }",
      "disclosure.policy: is missing: expected one of off, note, require",
    ],
    [
      "disclosure: { policy: note, trailers: [Signed-off-by] }",
      'disclosure.trailers.0: "signed-off-by" is not one of assisted-by, generated-by, co-authored-by',
    ],
    [
      "disclosure: { policy: note, trailers: [] }",
      "disclosure.trailers: a list is too short: expected at least 1 entry",
    ],
    ["digest: { timezone: '+01:00' }", /^digest\.timezone: "\+01:00": not an IANA time zone/],
    ["ship: \0m\0e", "file: not UTF-8: save it in that encoding"],
    ["\ufffd\ufffds\0h\0i\0p\0", "file: not UTF-8: save it in that encoding"],
    ["ship: аuto", /^ship: "аuto" \(character 1 is U\+0430\) is not one of auto, /],
    ["ship: auto\n---\nship: auto", "not YAML: a second document begins: leave out the line ---"],
    ['ship: "auto', 'not YAML: a " has no closing one: close each quote and bracket'],
  ])("is refused by the name of what is wrong: %s", (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  it("names every problem on a line of its own, in the order of the file", () => {
    expect(problemOf("bots: y\nship: x\nexlude: []\nbot: []").split("\n")).toEqual([
      'bots: "y" is not a list',
      'ship: "x" is not one of auto, deployments, releases, merges',
      'file: unknown key "exlude": did you mean "exclude"?',
      'file: unknown key "bot": did you mean "bots"?',
    ]);
  });
});

describe("a config whose keys contradict each other", () => {
  it("names every contradiction, in the order of the file", () => {
    const text = "digest: { per: repository, repository: x }\ndisclosure: require\ncheck: { show: off }";

    expect(problemOf(text).split("\n")).toEqual([
      expect.stringMatching(/^digest\.per: "repository" contradicts/),
      expect.stringMatching(/^check\.show: "off" leaves no check run/),
    ]);
  });
});

describe("an unknown key", () => {
  it.each([
    ["exlude: []", 'file: unknown key "exlude": did you mean "exclude"?'],
    ["agent: {}", 'file: unknown key "agent": did you mean "agents"?'],
    ["Exclude: []", 'file: unknown key "Exclude": did you mean "exclude"?'],
    ["digest: { timezon: UTC }", 'digest: unknown key "timezon": did you mean "timezone"?'],
    ["services: { a: { enviroments: [a] } }", /services\.a: unknown key "enviroments": did you mean "envir/],
    ["timezone: UTC", 'file: unknown key "timezone": did you mean "digest.timezone"?'],
    ["floor: 3", 'file: unknown key "floor": did you mean "privacy.floor"?'],
    ["enviroments: []", 'file: unknown key "enviroments": did you mean "services.*.environments"?'],
    ["repo: acme/reports", 'file: unknown key "repo": did you mean "digest.repository"?'],
    ["enabled: true", 'file: unknown key "enabled": did you mean "digest.enabled" or "check.enabled"?'],
    ["digest: { ship: merges }", 'digest: unknown key "ship": did you mean "ship" at the top level?'],
    ["check: { day: friday }", 'check: unknown key "day": did you mean "digest.day"?'],
    [
      "disclosure: { policy: off, trailer: [] }",
      'disclosure: unknown key "trailer": did you mean "trailers"?',
    ],
    [
      "agents: { claw: { name: Claw, trailers: [{ key: A, value: b }] } }",
      'agents.claw.trailers.0: unknown key "value": did you mean "values"?',
    ],
    [
      "notify: { digest: true, url: https://evil.example }",
      'notify: unknown key "url": allowed are alerts, digest, format',
    ],
    [
      "zoo: 1",
      'file: unknown key "zoo": allowed are agents, attribution, bots, check, creators, digest, disclosure, exclude, notify, privacy, production, scopes, services, ship',
    ],
    ["digest: { dаy: friday }", 'digest: unknown key "dаy" (character 2 is U+0430): did you mean "day"?'],
    [
      "digest: { <<: { hour: 3 } }",
      'digest: unknown key "<<": keys are not merged: write out what it stands for',
    ],
  ])("is refused with the likely meant one: %s", (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });
});

describe("a hostile config", () => {
  const many = Array.from({ length: 101 }, (_, index) => `"a${index}"`).join(",");

  it.each([
    [`exclude: [${many}]`, "exclude: a list is too long: expected at most 100 entries"],
    [`bots: [${many}]`, "bots: a list is too long: expected at most 100 entries"],
    [`exclude: ["${"a*".repeat(101)}"]`, /^exclude\.0: "(?:a\*)+a…": longer than 200 characters$/],
    [`ship: "${"x".repeat(70_000)}"`, "file: longer than 65536 characters"],
    [`ship: ${"[".repeat(20_000)}`, "file: more than 20 levels of [ and {: no key needs so many"],
    ["a: &a [*a]\nship: *a", /^ship: a list is not one of/m],
    ['bots: ["\\u202e"]', /^bots\.0: "\\u\{202e\}": not a GitHub login/],
    [`"a\\nb": ${"1"}`, /^file: unknown key "a\\nb": allowed are/],
  ])("does no harm: %.40s", (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  it("cannot multiply its aliases without measure", () => {
    const levels = (count: number, aliases: number) =>
      Array.from({ length: count }, (_, at) =>
        at === 0
          ? "a0: &a0 [x]"
          : `a${at}: &a${at} [${Array(aliases)
              .fill(`*a${at - 1}`)
              .join(", ")}]`,
      ).join("\n");

    expect(problemOf(levels(9, 9))).toMatch(/^file: more than 20 aliases/);
    expect(problemOf(levels(11, 2))).toMatch(/^not YAML: Excessive alias count/);
  });

  it("has no more than twenty problems shown", () => {
    const wrong = Array.from({ length: 50 }, () => "''").join(",");
    const lines = problemOf(`bots: [${wrong}]`).split("\n");

    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe("and 30 more");
  });
});
