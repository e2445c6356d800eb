import { subscribe } from "node:diagnostics_channel";
import { globSync, readFileSync } from "node:fs";
import type { ClientRequest } from "node:http";
import { pino } from "pino";
import { beforeAll, describe, expect, it } from "vitest";
import { fetchDigestIssue, shop, startFortnight } from "../dev/demo/fortnight.ts";
import { pulls } from "../dev/demo/pulls.ts";
import { acme } from "../dev/simulation/emulated/acme.ts";
import { WEBHOOK_SECRET } from "../dev/simulation/plimsoll.ts";
import { newPath } from "../dev/simulation/processes/cli.ts";

/** The names that all lines have in common, and those that only some messages have. */
const FIELDS = [
  ...["level", "time", "pid", "hostname", "msg"],
  ...["delivery", "event", "repositoryId", "installationId", "number", "err", "error", "ms"],
  ...["attempts", "dueAt", "written", "scope", "week", "issueNumber", "state", "deploymentId"],
  ...["isApproval", "isForced", "commits", "checkRuns"],
  ...["phase", "done", "total", "problems", "until", "since", "repositories", "deliveries", "missed"],
];

/** What a fortnight leaves, as text: its log at every level, the files of the store, what it tells, and what it wrote to GitHub. */
let lines: readonly string[];
let store: string;
let metrics: string;
let issue: string;
let checkRuns: string;
let privateKey: string;
/** Where anything was sent to, and where it may be: GitHub, which sends webhooks from this process too. */
const sentTo = new Set<string>();
let [gitHubUrl, serverUrl]: string[] = [];

subscribe("undici:request:create", (message) => {
  const { request } = message as { readonly request: { readonly origin: string } };
  sentTo.add(request.origin);
});
subscribe("http.client.request.start", (message) => {
  const { request } = message as { readonly request: ClientRequest };
  sentTo.add(`${request.protocol}//${request.getHeader("host")}`);
});

beforeAll(async () => {
  const file = newPath("plimsoll.db");
  const written: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void written.push(line) });
  const fortnight = await startFortnight({ databaseUrl: `file:${file}`, log });
  const { github, plimsoll } = fortnight;
  privateKey = github.privateKey;
  [gitHubUrl, serverUrl] = [github.url, plimsoll.url];
  const played = await fortnight.play();
  metrics = await (await fetch(`${plimsoll.url}/metrics`)).text();
  const { title, body } = await fetchDigestIssue(github);
  issue = `${title}\n${body}`;
  const { checks } = github.as("dario").rest;
  const runs = await Promise.all(
    [...played.values()].map(
      async ({ head }) => (await checks.listForRef({ ...shop, ref: head })).data.check_runs,
    ),
  );
  checkRuns = runs
    .flat()
    .map(({ output }) => JSON.stringify(output))
    .join("\n");
  await fortnight.stop();
  lines = written;
  store = globSync(`${file}*`)
    .filter((name) => !name.endsWith(".key"))
    .map((name) => readFileSync(name, "latin1"))
    .join("");
});

const people = acme.people.flatMap(({ login, name, email }) => [login, email, ...name.split(" ")]);
const texts = Object.values(pulls).flatMap(({ title, branch, commits }) => [
  title,
  // A shorter one may stand in any file.
  ...(branch.length > 6 ? [branch] : []),
  ...commits.map(({ message }) => message.split("\n")[0] ?? ""),
]);

const foundIn = (text: string, those: readonly string[]) =>
  those.filter((each) => text.toLowerCase().includes(each.toLowerCase()));

describe("what a fortnight leaves", () => {
  it("in the store is no person, and nothing that a person wrote", () => {
    expect(store).toContain("shop");
    expect(foundIn(store, [...people, ...texts])).toEqual([]);
  });

  it("in the store is no key, secret or token", () => {
    const lines = privateKey.split("\n").filter((line) => line.length > 20);

    expect(foundIn(store, [...lines, WEBHOOK_SECRET, "PRIVATE KEY", "ghs_"])).toEqual([]);
  });

  it("in the metrics is no person, no repository and no organization", () => {
    expect(metrics).toContain('installation="');
    expect(foundIn(metrics, [...people, ...texts, shop.owner, shop.repo])).toEqual([]);
  });

  it("in the digest and in the check runs is no person", () => {
    expect(issue).toContain("2026-W");
    expect(checkRuns.split("\n").length).toBeGreaterThan(3);
    expect(foundIn(issue + checkRuns, people)).toEqual([]);
  });

  it("goes to the GitHub that is configured, and nowhere else", () => {
    expect(sentTo).toContain(new URL(gitHubUrl ?? "").origin);
    expect([...sentTo].filter((origin) => ![gitHubUrl, serverUrl].includes(origin))).toEqual([]);
  });
});

describe("the log of a fortnight, at every level", () => {
  it("has no person, and nothing that a person wrote", () => {
    const log = lines.join("").toLowerCase();

    expect([...people, ...texts].filter((text) => log.includes(text.toLowerCase()))).toEqual([]);
  });

  it("has no secret", () => {
    const log = lines.join("");
    const key = privateKey.split("\n").filter((line) => line.length > 20 && !line.includes("PRIVATE KEY"));

    expect(key.length).toBeGreaterThan(10);
    expect(
      [WEBHOOK_SECRET, "PRIVATE KEY", "ghs_", "Bearer", ...key].filter((each) => log.includes(each)),
    ).toEqual([]);
  });

  it("has one line for each outcome, each field once and by its usual name", () => {
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const unusual = new Set(parsed.flatMap(Object.keys).filter((name) => !FIELDS.includes(name)));

    expect([...unusual]).toEqual([]);
    // Within an error, its cause has the same fields.
    const outer = lines.map((line) => line.replace(/"err":\{.*\}(?=,"msg")/, '"err":{}'));
    const namesOf = (line: string) => line.match(/"\w+":/g) ?? [];
    expect(outer.filter((line) => new Set(namesOf(line)).size !== namesOf(line).length)).toEqual([]);
    expect(parsed.filter(({ err }) => err !== undefined).length).toBeGreaterThan(0);
    expect(parsed.filter(({ msg }) => msg === "Delivery processed").length).toBeGreaterThan(30);
    expect(parsed.filter(({ msg }) => msg === "Digest published").length).toBeGreaterThan(0);
  });
});
