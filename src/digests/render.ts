import type { Digest } from "../domain/metric/digest.ts";
import { createWeekTest, shiftWeek, startOf, type Week } from "../domain/metric/week.ts";
import { shipModeAt } from "../domain/shipping/ship-mode.ts";
import type { IssueContent } from "../github/issues.ts";
import { settingsShown } from "../ingest/settings-shown.ts";
import { renderDigest } from "../render/digest/issue.ts";
import type { DigestOptions } from "../render/digest/options.ts";
import { toolNames } from "../render/tool-names.ts";
import type { Background } from "./background.ts";
import { keyOf, type Publication } from "./publication.ts";
import { ruleChangesIn } from "./rule-changes.ts";

/** The input for rendering an issue. */
export interface Draft {
  readonly publication: Publication;
  readonly digest: Digest;
  readonly background: Background;
  /** Further content. */
  readonly rest: Pick<DigestOptions, "next" | "isRepeated" | "pulls" | "definitionUrl">;
}

/** Renders the issue of a digest. */
export function renderDraft(draft: Draft): IssueContent {
  return renderDigest(draft.digest, keyOf(draft.publication), renderOptions(draft));
}

/** What a draft shows beside the numbers. */
export function renderOptions({ digest, background, rest }: Draft): DigestOptions {
  return { ...shownIn(background, digest.week), ...rest };
}

/** The part of the background for the issue of a week. */
function shownIn({ deciding, settings, visible, gaps }: Background, week: Week): DigestOptions {
  const { timezone: zone } = settings.current;
  const end = new Date(startOf(shiftWeek(week, 1), zone).getTime() - 1);
  const [whole = { rules: [], choices: [] }] = deciding;
  const ruleChanges = deciding.flatMap(({ repository, ...each }) =>
    ruleChangesIn(each, createWeekTest(week, zone)).map((change) => ({ repository, ...change })),
  );
  return {
    names: toolNames(deciding.flatMap(({ rules }) => rules.at(-1)?.agents ?? [])),
    settings: settingsShown({ ...settings, choice: shipModeAt(whole, end).choice }),
    ruleChanges,
    visible,
    gaps,
  };
}
