import { attributeChange } from "../../src/domain/attribution/change-attribution.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import { UNSAID } from "../../src/ingest/rules.ts";
import { settingsShown } from "../../src/ingest/settings-shown.ts";
import type { CheckRunSubject } from "../../src/render/check-run-subject.ts";
import { toolNames } from "../../src/render/tool-names.ts";

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
    disclosure: { policy: "off", outcome: "not-asked", agents: [], example: "Assisted-by: Codex" },
    configProblem: undefined,
    settings: NO_SETTINGS,
    toolNames: toolNames(),
    definitionUrl: undefined,
    ...rest,
  };
}

/** The same, where the change touches no file that counts. */
export function withoutCode({ shipped, ...rest }: Partial<CheckRunSubject>): Partial<CheckRunSubject> {
  if (shipped === undefined) return rest;
  return { ...rest, shipped: { ...shipped, change: { ...shipped.change, isEffective: false } } };
}
