import { attributeChange } from "../../../src/domain/attribution/change-attribution.ts";
import { DEFAULT_POLICY } from "../../../src/domain/policy.ts";
import type { Grounds } from "../../../src/domain/shipping/grounds.ts";
import type { JudgedChange, Undoing } from "../../../src/domain/shipping/judgement.ts";
import type { Outcome } from "../../../src/domain/shipping/outcome.ts";
import { UNSAID } from "../../../src/ingest/rules.ts";
import { settingsShown } from "../../../src/ingest/settings-shown.ts";
import type { CheckRunSubject } from "../../../src/render/check-run-subject.ts";
import { toolNames } from "../../../src/render/tool-names.ts";
import { at, change } from "../world/history.ts";

/** The settings of a repository without a config, as they are shown. */
export const NO_SETTINGS = settingsShown({
  ...{ source: "none", policy: DEFAULT_POLICY, problem: undefined },
  current: UNSAID,
});

/** A pull request with some commits, in a repository without a config, that nobody is asked to declare. */
export function subjectOf(rest: Partial<CheckRunSubject>): CheckRunSubject {
  const { commits = [] } = rest;
  return {
    state: "open",
    commits,
    attribution: attributeChange({ attribution: "undeclared", tools: [] }, commits),
    isEffective: true,
    shipped: undefined,
    isFinal: false,
    week: undefined,
    disclosure: { policy: "off", answer: "not-asked", agents: [], example: "Assisted-by: Codex" },
    configProblem: undefined,
    settings: NO_SETTINGS,
    toolNames: toolNames(),
    definitionUrl: undefined,
    ...rest,
  };
}

const BY = { id: "#9", isDirect: true };

/** One rule that leads to each outcome. */
const GROUNDS: Readonly<Record<Outcome, Grounds>> = {
  pending: { outcome: "pending", rule: "not-carried" },
  outside: { outcome: "outside", rule: "not-linked", deploymentId: 77 },
  automation: { outcome: "automation", rule: "robot" },
  rework: { outcome: "rework", rule: "takes-back", changes: ["#9"] },
  ineffective: { outcome: "ineffective", rule: "content-never-came" },
  withdrawn: { outcome: "withdrawn", rule: "never-live", by: BY },
  undone: { outcome: "undone", rule: "reverted", by: BY, isLate: false },
  net: { outcome: "net", rule: "stayed" },
};

/** A change that merged at nine on the second day, and what became of it by noon. */
export function becoming(outcome: Outcome, undoing?: Undoing, environment = "production"): JudgedChange {
  const isUnseen = outcome === "pending" || outcome === "outside";
  const arrival = isUnseen ? undefined : { deploymentId: 77, environment, at: at(2, 12) };
  return { change: change(1, at(2, 9)), outcome, grounds: GROUNDS[outcome], arrival, undoing };
}

/** The same, where the change touches no file that counts. */
export function withoutCode({ shipped, ...rest }: Partial<CheckRunSubject>): Partial<CheckRunSubject> {
  if (shipped === undefined) return rest;
  const grounds = { outcome: "ineffective", rule: "no-file-counts" } as const;
  return { ...rest, shipped: { ...shipped, grounds, change: { ...shipped.change, isEffective: false } } };
}
