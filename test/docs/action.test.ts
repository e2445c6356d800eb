import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ACTION } from "../action/runner.ts";
import { sectionOf, tablesOf } from "./markdown.ts";

interface Example {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly ExampleStep[] }>>;
}

interface ExampleStep {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
}

const FILE = "docs/action.md";
const OURS = "OWNER/plimsoll@COMMIT";
const page = readFileSync(FILE, "utf8");
const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]): Example => parse(text));
const steps = examples.flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));

describe("the page on the action", () => {
  it("lists each input with its default, and each output", () => {
    const [inputs] = tablesOf(sectionOf(FILE, "Inputs"));
    const [outputs] = tablesOf(sectionOf(FILE, "Outputs"));
    const defaults = new Map(Object.entries(ACTION.inputs).map(([name, input]) => [name, input.default]));
    const simple = inputs?.rows.filter(([name = ""]) => !/^(?:\$|$)/.test(defaults.get(name) ?? ""));

    expect(inputs?.rows.map(([name]) => name)).toEqual([...defaults.keys()]);
    expect(simple?.map(([name, , usual]) => [name, usual])).toEqual([
      ["weeks", "26"],
      ["publish", "none"],
      ["artifact", "plimsoll-report"],
    ]);
    expect(outputs?.rows.map(([name]) => name)).toEqual(Object.keys(ACTION.outputs));
  });

  it("has examples that ask for what is needed, and for no more", () => {
    expect(examples.map(({ permissions }) => permissions)).toEqual([
      { contents: "read", "pull-requests": "read", deployments: "read", issues: "write" },
      {},
    ]);
    expect(examples.map(({ on }) => Object.keys(on))).toEqual([
      ["schedule", "workflow_dispatch"],
      ["schedule", "workflow_dispatch"],
    ]);
  });

  it("has examples that give inputs which the action has, take others by commit, and run no expression", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    const given = steps.filter(({ uses }) => uses === OURS).flatMap((step) => Object.keys(step.with ?? {}));

    expect(used.filter((uses) => uses !== OURS && !/^[\w/-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    expect(given.length).toBeGreaterThan(2);
    expect(given.filter((name) => !(name in ACTION.inputs))).toEqual([]);
    expect(steps.filter(({ run = "" }) => run.includes("${"))).toEqual([]);
  });
});
