import { pino } from "pino";
import { beforeAll, describe, expect, it } from "vitest";
import { startFortnight } from "../../dev/demo/fortnight.ts";
import { pulls } from "../../dev/demo/pulls.ts";
import { acme } from "../../dev/simulation/emulated/acme.ts";
import { WEBHOOK_SECRET } from "../../dev/simulation/plimsoll.ts";
import { newPath } from "../../dev/simulation/processes/cli.ts";

/** The names that all lines have in common, and those that only some messages have. */
const FIELDS = [
  ...["level", "time", "pid", "hostname", "msg"],
  ...["delivery", "event", "repositoryId", "installationId", "number", "err", "error", "ms"],
  ...["attempts", "dueAt", "written", "scope", "week", "issueNumber", "state", "deploymentId"],
  ...["isApproval", "isForced", "commits", "checkRuns"],
  ...["phase", "done", "total", "problems", "until", "since", "repositories", "deliveries", "missed"],
];

let lines: readonly string[];
let privateKey: string;

beforeAll(async () => {
  const written: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void written.push(line) });
  const fortnight = await startFortnight({ databaseUrl: `file:${newPath("plimsoll.db")}`, log });
  privateKey = fortnight.github.privateKey;
  await fortnight.play();
  await fortnight.stop();
  lines = written;
});

describe("the log of a fortnight, at every level", () => {
  it("has no person, and nothing that a person wrote", () => {
    const people = acme.people.flatMap(({ login, name, email }) => [login, email, ...name.split(" ")]);
    const texts = Object.values(pulls).flatMap(({ title, branch, commits }) => [
      title,
      ...(branch.length > 6 ? [branch] : []),
      ...commits.map(({ message }) => message.split("\n")[0] ?? ""),
    ]);
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
