import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { createMetrics } from "../../src/operations/metrics.ts";
import { openTestStores } from "../support/stores.ts";

const page = readFileSync("docs/operations.md", "utf8");

/** A part of the page, by its heading. */
function section(heading: string): string {
  return page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
}

/** What a server says that has nothing stored. */
async function renderedMetrics(): Promise<string> {
  const stores = await openTestStores();
  return createMetrics({ stores, clock: () => at(2), unreadiness: async () => undefined }).render();
}

const unique = (texts: Iterable<string>) => [...new Set(texts)].sort();

describe("the page on operations", () => {
  it("lists every metric with its labels, and no other", async () => {
    const text = await renderedMetrics();
    const exported = [...text.matchAll(/^# TYPE (plimsoll_\w+)/gm)].map(([, name = ""]) => name);
    const listed = [...section("Metrics").matchAll(/^\| `(plimsoll_\w+)` \|/gm)].map(([, name = ""]) => name);

    expect(listed.sort()).toEqual(exported.sort());
  });

  it("names commands that are there", async () => {
    const { stdout } = await runCli(newPath("none.db"), "--help");
    const commands = [...stdout.matchAll(/^ {2}(\w+)/gm)].map(([, name = ""]) => name);
    const named = [...page.matchAll(/(?:`|npx )plimsoll (\w+)/g)].map(([, name = ""]) => name);

    expect(unique(named)).toEqual(["backup", "digest", "doctor", "migrate", "retry", "spend", "status"]);
    expect(unique(named).filter((name) => !commands.includes(name))).toEqual([]);
  });

  it("lists every check of plimsoll doctor, and no other", () => {
    const sources = globSync("src/{operations,commands}/doctor/*.ts").map((file) =>
      readFileSync(file, "utf8"),
    );
    const made = [...sources.join("").matchAll(/(?:ok|warning|problem)\(\s*"(\w+)"|check = "(\w+)"/g)];
    const listed = [...section("Check the installation").matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)];

    expect(unique(made.map(([, name, other]) => name ?? other ?? ""))).toEqual(
      unique(listed.flatMap(([, names = ""]) => names.replaceAll("`", "").split(", "))),
    );
  });

  it("says with which options Node runs the server, by `npm start` and in the container", () => {
    const [named] = /--max[\w-]+=\d+/.exec(section("Install")) ?? [];

    expect(named).toBeDefined();
    expect(readFileSync("package.json", "utf8")).toContain(`node ${named} lib/cli.js start`);
    expect(readFileSync("Dockerfile", "utf8")).toContain(
      `CMD ["node", "${named}", "/app/lib/cli.js", "start"]`,
    );
  });

  it("explains messages that are logged", () => {
    const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join("src", file), "utf8"))
      .join("");
    const messages = [...section("Logs").matchAll(/`([A-Z][a-z]+ [^`]+)`/g)].map(([, text = ""]) => text);

    expect(messages.length).toBeGreaterThan(8);
    expect(messages.filter((message) => !sources.includes(`"${message}"`))).toEqual([]);
  });
});
