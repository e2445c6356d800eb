import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { at } from "../../dev/simulation/world/history.ts";
import { createMetrics } from "../../src/operations/metrics.ts";
import { openTestStores } from "../support/stores.ts";

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: object;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly datasource: object; readonly expr: string }[];
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly query: string };
  readonly multi: boolean;
  readonly includeAll: boolean;
}

const FILE = "docs/dashboards/plimsoll.json";
const text = readFileSync(FILE, "utf8");
const dashboard: {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
} = JSON.parse(text);
const { panels } = dashboard;
const variables = dashboard.templating.list;
const charts = panels.filter(({ type }) => type !== "row");
const expressions = charts.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const queries = [
  ...expressions,
  ...variables.flatMap(({ query }) => (typeof query === "string" ? [] : query.query)),
];
const page = readFileSync("docs/operations.md", "utf8");

/** The labels of a metric, as the page on operations lists them. */
function labelsOf(metric: string): readonly string[] {
  const row = page.split("\n").find((line) => line.startsWith(`| \`${metric}\` |`)) ?? "";
  return [...(row.split("|")[2] ?? "").matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
}

/** Fills in what Grafana fills in. */
const filled = (expr: string) =>
  expr.replaceAll("$__rate_interval", "5m").replaceAll(/\$(?:owner|repository)\b/g, "1");

const promtool = (...args: readonly string[]) => spawnSync("promtool", args, { encoding: "utf8" });
const hasPromtool = promtool("--version").error === undefined;

describe("the dashboard", () => {
  it("asks for metrics that the server has, by labels that they have", async () => {
    const stores = await openTestStores();
    const source = { stores, clock: () => at(2), unreadiness: async () => undefined };
    const exported = new Set(
      [...(await createMetrics(source).render()).matchAll(/^# TYPE (\w+)/gm)].map(([, name = ""]) => name),
    );
    const asked = queries.flatMap((query) => {
      const [metric = ""] = /plimsoll_\w+/.exec(query) ?? [];
      const by = /\bby \(([^)]*)\)/.exec(query)?.[1]?.split(", ") ?? [];
      const matched = [...query.matchAll(/(\w+)=~?"/g)].map(([, name = ""]) => name);
      return {
        metric: metric.replace(/_bucket$/, ""),
        labels: [...by, ...matched].filter((each) => each !== "le"),
      };
    });

    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter(({ metric }) => !exported.has(metric))).toEqual([]);
    expect(
      asked.filter(({ metric, labels }) => labels.some((label) => !labelsOf(metric).includes(label))),
    ).toEqual([]);
    expect(asked.filter(({ labels }) => labels.length > 0).length).toBeGreaterThan(15);
  });

  it("names its data source and its variables only by variables, which it has", () => {
    const used = [...text.matchAll(/\$\{?([a-z]+)\b/g)].map(([, name = ""]) => name);
    const sources = charts.flatMap(({ datasource, targets = [] }) => [
      datasource,
      ...targets.map((target) => target.datasource),
    ]);

    expect(variables.map(({ name }) => name)).toEqual(["datasource", "owner", "repository"]);
    expect([...new Set(used)].sort()).toEqual(variables.map(({ name }) => name).sort());
    expect(new Set(sources.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify({ type: "prometheus", uid: `\${datasource}` })]),
    );
  });

  it("shows one owner and one repository at a time, and ranks none", () => {
    expect(variables.filter(({ multi, includeAll }) => multi || includeAll)).toEqual([]);
    expect(queries.filter((query) => /topk|bottomk|sort|=~/.test(query))).toEqual([]);
    expect(new Set(panels.map(({ type }) => type))).toEqual(new Set(["row", "stat", "timeseries"]));
    expect(expressions.filter((expr) => /plimsoll_digest_/.test(expr) && / by /.test(expr))).toEqual([]);
  });

  it("explains each chart, and puts none over another", () => {
    const cells = panels.flatMap(({ title, gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => ({
        title,
        cell: `${x + (index % w)}/${y + Math.floor(index / w)}`,
        isInside: x + w <= 24,
      })),
    );

    expect(
      charts.filter(({ title, description = "" }) => title === "" || !description.endsWith(".")),
    ).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(cells.filter(({ isInside }) => !isInside)).toEqual([]);
    expect(new Set(cells.map(({ cell }) => cell)).size).toBe(cells.length);
  });

  it("comes with the package and with the container", () => {
    expect(JSON.parse(readFileSync("package.json", "utf8")).files).toContain("docs/dashboards");
    expect(readFileSync("Dockerfile", "utf8")).toContain("COPY docs/dashboards ./docs/dashboards\n");
  });

  it.skipIf(!hasPromtool)("has expressions that Prometheus takes", () => {
    const rules = expressions.map((expr, index) => ({ record: `dashboard:${index}`, expr: filled(expr) }));
    const file = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "rules.yml");
    writeFileSync(file, stringify({ groups: [{ name: "dashboard", rules }] }));

    expect(promtool("check", "rules", file)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`SUCCESS: ${expressions.length} rules found`),
    });
  });
});
