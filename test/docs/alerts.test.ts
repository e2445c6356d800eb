import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { createMetrics } from "../../src/operations/metrics.ts";
import { isFull } from "../support/limits.ts";
import { openTestStores } from "../support/stores.ts";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface RuleTest {
  readonly promql_expr_test: readonly { readonly exp_samples: readonly { readonly labels: string }[] }[];
}

const FILE = "docs/alerts/plimsoll.rules.yml";
const DAYS = "test/alerts/days.test.yml";
const LONG = "test/alerts/plimsoll.test.yml";
const TESTS = [LONG, DAYS];
/** Prometheus takes twenty seconds for the long ones, which the full run plays. */
const PLAYED = isFull ? LONG : DAYS;
const page = readFileSync("docs/operations.md", "utf8");
const rules: readonly Rule[] = parse(readFileSync(FILE, "utf8")).groups.flatMap(
  ({ rules }: { rules: readonly Rule[] }) => rules,
);
const ruleTests = TESTS.flatMap((file): RuleTest[] => parse(readFileSync(file, "utf8")).tests);

const promtool = (...args: readonly string[]) => {
  const { status, stderr, stdout, error } = spawnSync("promtool", args, { encoding: "utf8" });
  return { status, output: `${stdout}${stderr}`, isThere: error === undefined };
};
const hasPromtool = promtool("--version").isThere;

/** Prometheus makes it itself. */
const UP = "up";

const metricsIn = (expr: string) =>
  [...expr.matchAll(/\b(?:(?:plimsoll|nodejs|process)_\w+|up\b)/g)].map(String);

/** The links to headings of a page, as GitHub makes them. */
const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(
  ([, heading = ""]) =>
    `#${heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-")}`,
);

describe("the alerts", () => {
  it.each(rules)("$alert says what happens, what to do, and where it is explained", (rule) => {
    const { summary, description, runbook = "", ...others } = rule.annotations;

    expect([summary, description, others]).toEqual([expect.any(String), expect.stringMatching(/\.$/), {}]);
    expect(anchors.map((anchor) => `docs/operations.md${anchor}`)).toContain(runbook);
    expect(["critical", "warning", "info"]).toContain(rule.labels.severity);
  });

  it("are those of the page, with their severity and their section, and no others", () => {
    const rows = [...page.matchAll(/^\| `(Plimsoll\w+)` \| (\w+) \|.*\]\((#[\w-]+)\) \|$/gm)];
    const written = rules.map(({ alert, labels, annotations }) => [
      alert,
      labels.severity,
      annotations.runbook?.replace("docs/operations.md", ""),
    ]);

    expect(rows.map(([, ...row]) => row).sort()).toEqual(written.sort());
  });

  it("ask for metrics that the server has, and for values of their labels that the page lists", async () => {
    const stores = await openTestStores();
    const source = { stores, clock: () => at(2), unreadiness: async () => undefined };
    const text = await createMetrics(source).render();
    const exported = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = ""]) => name));
    const asked = rules.flatMap(({ expr }) => metricsIn(expr));
    const rowOf = (name: string) => page.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "";
    const values = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/(plimsoll_\w+)\{(\w+)=~?"([^"]+)"\}/g)].flatMap(([, name = "", label, value = ""]) =>
        value.split("|").map((each) => ({ row: rowOf(name), label, each })),
      ),
    );

    expect(asked.length).toBeGreaterThan(rules.length);
    expect(asked.filter((name) => name !== UP && !exported.has(name.replace(/_bucket$/, "")))).toEqual([]);
    expect(values.length).toBeGreaterThan(10);
    expect(values.filter(({ row, label }) => !row.includes(`\`${label}\``))).toEqual([]);
    expect(values.filter(({ row, each }) => !row.includes(each.replace("refused-", "")))).toEqual([]);
  });

  it("name commands, metrics and lines of the log that are there", async () => {
    const said = rules.map(({ annotations }) => annotations.description ?? "").join("\n");
    const { stdout: help } = await runCli(newPath("none.db"), "--help");
    const sources = globSync("src/**/*.ts").map((file) => readFileSync(file, "utf8"));
    const text = sources.join("");
    const all = (pattern: RegExp) => [...said.matchAll(pattern)].map(([, name = ""]) => name);
    const commands = all(/plimsoll ([a-z]+)/g);
    const [metrics, messages] = [all(/(plimsoll_\w+)/g), all(/"([^"]+)"/g)];

    expect([commands, metrics, messages].map((each) => each.length > 1)).toEqual([true, true, true]);
    expect(commands.filter((name) => !help.includes(`\n  ${name} `))).toEqual([]);
    expect(metrics.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
    expect(messages.filter((message) => !text.includes(`"${message}"`))).toEqual([]);
  });

  it("carry no label but the severity, and are told apart by nothing that names anybody", () => {
    const grouped = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, labels = ""]) => labels.split(", ")),
    );

    expect(rules.flatMap(({ labels }) => Object.keys(labels))).toEqual(rules.map(() => "severity"));
    expect([...new Set(grouped)].sort()).toEqual(["instance", "job", "le", "resource"]);
  });

  it("are each tested to fire, and not to fire", () => {
    const firing = ruleTests.map((test) => JSON.stringify(test.promql_expr_test));
    const names = (text: string, { alert }: Rule) => text.includes(`alertname=\\"${alert}\\"`);

    expect(rules.filter((rule) => !firing.some((text) => names(text, rule)))).toEqual([]);
    const quiet = ruleTests.filter(({ promql_expr_test: asked }) =>
      asked.every(({ exp_samples: samples }) => samples.length === 0),
    );
    expect(quiet.length).toBeGreaterThan(10);
  });

  it("come with the package and with the container", () => {
    expect(JSON.parse(readFileSync("package.json", "utf8")).files).toContain("docs/alerts");
    expect(readFileSync("Dockerfile", "utf8")).toContain("COPY docs/alerts ./docs/alerts\n");
  });
});

describe.skipIf(!hasPromtool)("the alerts in Prometheus", () => {
  it("are rules that it takes", () => {
    expect(promtool("check", "rules", FILE)).toMatchObject({ status: 0 });
  });

  it("fire when they should, and only then", () => {
    expect(promtool("test", "rules", PLAYED)).toMatchObject({
      status: 0,
      output: expect.not.stringContaining("FAILED"),
    });
  });
});
