import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { githubHtml } from "../../dev/gallery/github-markdown.ts";
import { digestOf, on, repository, reverted, shipped, WEEK } from "../../dev/simulation/examples/records.ts";
import { becoming, NO_SETTINGS, subjectOf } from "../../dev/simulation/examples/subjects.ts";
import { at } from "../../dev/simulation/world/history.ts";
import type { SettingsShown } from "../../src/domain/settings-shown.ts";
import { renderCheckRun } from "../../src/render/check-run.ts";
import { renderDigest } from "../../src/render/digest/issue.ts";
import { toolNames } from "../../src/render/tool-names.ts";
import { escapesOf, unevenRows } from "../support/escapes.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";

const numRuns = runs(60);

const OURS = { links: ["https://plimsoll.example/docs/metric"], references: ["#1", "#2", "#9", "#20"] };

/** Everything that somebody may write into a config, a title, an environment, or a trailer's config. */
const texts = fc.record({
  names: fc.array(anyText, { minLength: 1, maxLength: 3 }),
  problem: fc.option(
    fc.array(anyText, { maxLength: 4 }).map((lines) => lines.join("\n")),
    { nil: undefined },
  ),
  environment: anyText,
  titles: fc.array(anyText, { minLength: 2, maxLength: 2 }),
  said: fc.array(anyText, { maxLength: 8 }),
});

type Texts = typeof texts extends fc.Arbitrary<infer Said> ? Said : never;

function agentsOf({ names }: Texts) {
  return names.map((name, index) => ({ id: `house-${index}`, name, vendor: "", source: "" }));
}

function settingsOf({ said, names, environment }: Texts): SettingsShown {
  const lists = { production: said, services: said, exclude: said, agents: names };
  return { ...NO_SETTINGS, ...lists, timezone: environment, source: "repository" };
}

describe("a check run", () => {
  it.each([
    ["open", "pending"],
    ["merged", "pending"],
    ["merged", "net"],
  ] as const)(
    "that is %s, and %s, shows what anybody writes as text, and GitHub takes it",
    (state, outcome) => {
      const property = fc.property(texts, (said) => {
        const agents = agentsOf(said);
        const tools = agents.map(({ id }) => id);
        const commit = { sha: "a".repeat(40), attribution: "declared", tools, hints: [] } as const;
        const evidence = tools.map((tool) => ({
          kind: "trailer" as const,
          tool,
          key: "assisted-by" as const,
        }));
        const became = becoming(outcome, undefined, said.environment);
        const { title, summary, text } = renderCheckRun(
          subjectOf({
            ...{ state, commits: [{ ...commit, evidence }], configProblem: said.problem, week: "2026-W45" },
            shipped: state === "merged" ? became : undefined,
            disclosure: {
              ...{ policy: "require", answer: "missing", agents: tools },
              example: `Assisted-by: ${said.names[0]}`,
            },
            settings: settingsOf(said),
            awaits: [said.environment, ...said.names],
            toolNames: toolNames(agents),
            definitionUrl: OURS.links[0],
          }),
        );

        expect(escapesOf(githubHtml(`${summary}\n\n${text}`), OURS)).toEqual([]);
        expect(unevenRows(text)).toEqual([]);
        expect(title.length).toBeLessThan(60);
        for (const part of [summary, text]) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(65_535);
      });

      fc.assert(property, { numRuns });
    },
  );
});

describe("a digest", () => {
  it("shows what anybody writes as text, has one marker, and GitHub takes it", () => {
    const property = fc.property(texts, (said) => {
      const agents = agentsOf(said);
      const undone = [1, 2].map((number) =>
        reverted(on(WEEK, number), 1, { id: `#${number}`, builder: `builder-${number}` }),
      );
      const tools = new Map([["#20", agents.map(({ id }) => ({ tool: id, isAgent: true }))]]);
      const declared = shipped(on(WEEK, 0), { change: { id: "#20", attribution: "declared" } });
      const key = { repositoryId: 7, week: WEEK };
      const { title, body } = renderDigest(digestOf(repository([declared, ...undone], { tools })), key, {
        names: toolNames(agents),
        titles: new Map(said.titles.map((text, index) => [index + 1, text])),
        settings: settingsOf(said),
        ruleChanges: [{ at: at(3), keys: [{ key: "exclude", added: said.said, removed: said.names }] }],
        definitionUrl: OURS.links[0],
      });

      expect(escapesOf(githubHtml(body), OURS)).toEqual([]);
      expect(unevenRows(body)).toEqual([]);
      expect(body.match(/<!--.*?-->/gs)).toEqual([`<!-- plimsoll:digest repository=7 week=${WEEK} -->`]);
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(title.length).toBeLessThanOrEqual(255);
    });

    fc.assert(property, { numRuns });
  });
});
