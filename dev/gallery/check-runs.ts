import { type AttributedCommit, attributeChange } from "../../src/domain/attribution/change-attribution.ts";
import { configWarnings } from "../../src/domain/config-warnings.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import type { Undoing } from "../../src/domain/shipping/judgement.ts";
import type { Outcome } from "../../src/domain/shipping/outcome.ts";
import {
  type RenderedCheckRun,
  renderCheckRun,
  renderHidden,
  renderUnknownQueue,
  withDigest,
} from "../../src/render/check-run.ts";
import type { CheckRunSubject } from "../../src/render/check-run-subject.ts";
import { toolNames } from "../../src/render/tool-names.ts";
import { becoming, NO_SETTINGS, subjectOf, withoutCode } from "../simulation/examples/subjects.ts";
import { at } from "../simulation/world/history.ts";
import { CHOICE, DEFINITION_URL, HOSTILE, HOUSE_AGENT } from "./texts.ts";

const ALL_TOOLS = [
  "claude-code",
  "github-copilot",
  "cursor",
  "codex",
  "gemini-cli",
  "aider",
  "devin",
  "jules",
  "kiro",
];
const PROBLEM = `.github/plimsoll.yml:4:3: services.api.environments: is missing: expected a list
.github/plimsoll.yml:5:5: services.api: unknown key "enviroments": did you mean "environments"?
.github/plimsoll.yml:9:9: digest.hour: 24 is too large: expected at most 23`;
const TWO_OF_THREE = [commit("4"), commit("7", []), commit("b")];

/** Every text of a config, as somebody may write it who means no good. */
const HOSTILE_TEXTS: Partial<CheckRunSubject> = {
  configProblem: `${HOSTILE}\n${HOSTILE}`,
  toolNames: toolNames([HOUSE_AGENT]),
  settings: {
    ...NO_SETTINGS,
    production: [HOSTILE],
    services: [HOSTILE],
    exclude: Array.from({ length: 7 }, () => HOSTILE),
    agents: [HOSTILE],
    timezone: HOSTILE,
  },
};

/** Pull requests in every state of their life. */
const SUBJECTS: Readonly<Record<string, Partial<CheckRunSubject>>> = {
  "open, declared": { commits: [commit("4"), commit("7")] },
  "open, partly declared": { commits: TWO_OF_THREE },
  "open, nothing declared": { commits: [commit("7", [])] },
  "open, hints only": { commits: [{ ...commit("7", []), hints: [{ kind: "committer", tool: "aider" }] }] },
  "open, automation": { commits: [{ ...commit("c", []), attribution: "automation" }] },
  "open, unknown": { commits: [{ ...commit("d", []), attribution: "unknown" }] },
  "open, partly unknown": { commits: [commit("4"), { ...commit("d", []), attribution: "unknown" }] },
  "open, many tools": { commits: [commit("4", ALL_TOOLS), commit("b", ["cursor"])] },
  "open, more than 300 commits": { commits: Array.from({ length: 340 }, () => commit("4")) },
  "open, no code": { commits: TWO_OF_THREE, isEffective: false },
  "open, disclosure noted": disclosure("note", "missing"),
  "open, disclosure failed": disclosure("require", "missing"),
  "open, disclosure noted, by an agent's account": {
    ...disclosure("note", "missing"),
    attribution: attributeChange({ attribution: "declared", tools: ["codex"] }, [commit("7", [])]),
  },
  "open, disclosure in another form": {
    ...disclosure("require", "missing"),
    commits: TWO_OF_THREE,
    disclosure: {
      ...{ policy: "require", answer: "missing", agents: ["codex"], example: "Assisted-by: OpenAI Codex" },
      accepts: ["assisted-by", "generated-by"],
    },
  },
  "open, disclosure passed": { ...disclosure("require", "declared"), commits: TWO_OF_THREE },
  "open, the config cannot be used": {
    commits: TWO_OF_THREE,
    settings: { ...NO_SETTINGS, source: "repository" },
    configProblem: PROBLEM,
  },
  "open, the config leaves nothing to count": {
    commits: TWO_OF_THREE,
    isEffective: false,
    configWarnings: configWarnings({
      ...{ ...DEFAULT_POLICY, exclude: ["**"], services: [], agents: [HOUSE_AGENT] },
    }),
    settings: { ...NO_SETTINGS, source: "repository", exclude: ["**"] },
  },
  "open, settings of its own": {
    commits: TWO_OF_THREE,
    settings: {
      ...NO_SETTINGS,
      source: "owner",
      ship: "releases",
      production: ["prod-*"],
      exclude: ["dist/**", "schema/*.json"],
      timezone: "Europe/Berlin",
    },
  },
  "open, auto chose how it ships": { commits: TWO_OF_THREE, settings: { ...NO_SETTINGS, choice: CHOICE } },
  closed: { state: "closed", commits: TWO_OF_THREE },
  "open, unknown, since GitHub did not list its commits": { commits: [], missing: "everything" },
  "open, nothing declared, and the config cannot be used": {
    commits: [commit("7", [])],
    configProblem: PROBLEM,
  },
  "merged, waiting": shipped("pending"),
  "merged, waiting for two environments": { ...shipped("pending"), awaits: ["prod-eu", HOSTILE] },
  "merged, waiting where nothing is production": {
    ...shipped("pending"),
    waiting: {
      ...{ cause: "not-production", ship: "auto", kind: "deployment", number: 61, moreEnvironments: 7 },
      environments: [
        { environment: "shop-eu", number: 40 },
        { environment: HOSTILE, number: 12 },
      ],
    },
  },
  "merged, outside the measurement": shipped("outside"),
  "shipped, provisional": shipped("net"),
  "shipped, landed by a push": { ...shipped("net"), isLandedByPush: true },
  "shipped, final": { ...shipped("net"), isFinal: true },
  "shipped, taken out by a rollback a short time ago": {
    ...shipped("net"),
    shipped: {
      ...becoming("net"),
      runningRollback: { deploymentId: 78, at: at(4), backBy: at(11) },
    },
  },
  "shipped by its merge": {
    ...shipped("net"),
    shipped: { ...becoming("net"), arrival: { deploymentId: undefined, environment: "", at: at(2, 9) } },
  },
  "shipped, unknown": {
    ...shipped("net"),
    commits: [{ ...commit("d", []), attribution: "unknown" }],
  },
  "shipped, automation": {
    ...shipped("automation"),
    commits: [{ ...commit("c", []), attribution: "automation" }],
  },
  "shipped, rework": shipped("rework"),
  "shipped, no code": withoutCode(shipped("ineffective")),
  "shipped, left out by a merge": shipped("ineffective"),
  "undone by a revert": shipped("undone", {
    by: { kind: "revert", changeId: "#9" },
    at: at(4),
    isLate: false,
  }),
  "undone by a rollback": shipped("undone", {
    ...{ by: { kind: "rollback", deploymentId: 78 }, at: at(4), isLate: false },
  }),
  withdrawn: shipped("withdrawn"),
  "open, all texts hostile": {
    ...disclosure("require", "missing", HOUSE_AGENT.id, `Assisted-by: ${HOSTILE}`),
    ...HOSTILE_TEXTS,
  },
  "shipped, all texts hostile": {
    ...shipped("net", undefined, HOSTILE),
    commits: [commit("4", [HOUSE_AGENT.id])],
    ...HOSTILE_TEXTS,
  },
};

/** The check run in every state, by what the state is called. */
export const CHECK_RUNS: Readonly<Record<string, RenderedCheckRun>> = {
  ...Object.fromEntries(
    Object.entries(SUBJECTS).map(([state, rest]) => [
      state,
      renderCheckRun(subjectOf({ definitionUrl: DEFINITION_URL, ...rest })),
    ]),
  ),
  "shipped, with the digest of its week": withDigest(
    renderCheckRun(subjectOf({ definitionUrl: DEFINITION_URL, ...shipped("net"), isFinal: true })),
    { week: "2026-W45", issueNumber: 9 },
  ),
  "hidden, since the config shows it no more": renderHidden(),
  "in a merge queue, of an unknown pull request": renderUnknownQueue(),
};

function commit(sha: string, tools: readonly string[] = ["claude-code"]): AttributedCommit {
  return {
    sha: `${sha}0a5c60`.padEnd(40, "e"),
    attribution: tools.length > 0 ? "declared" : "undeclared",
    tools,
    evidence: tools.map((tool) => ({
      ...{ kind: "trailer" as const, tool, key: "co-authored-by" as const },
      ...(tool === "claude-code" && { model: "claude-opus-4.8" }),
    })),
    hints: [],
  };
}

function shipped(outcome: Outcome, undoing?: Undoing, environment = "production"): Partial<CheckRunSubject> {
  const became = becoming(outcome, undoing, environment);
  return { state: "merged", commits: TWO_OF_THREE, shipped: became, week: "2026-W45" };
}

function disclosure(
  policy: CheckRunSubject["disclosure"]["policy"],
  answer: CheckRunSubject["disclosure"]["answer"],
  agent = "codex",
  example = "Assisted-by: OpenAI Codex",
): Partial<CheckRunSubject> {
  const stated = { ...NO_SETTINGS.disclosure, policy };
  const settings = { ...NO_SETTINGS, source: "repository", disclosure: stated } as const;
  return { commits: [commit("7", [])], settings, disclosure: { policy, answer, agents: [agent], example } };
}
