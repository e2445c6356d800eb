import type { Preview, PreviewWeek } from "../domain/clone/preview.ts";
import { WEEK_MS } from "../domain/durations.ts";
import { openCalendar } from "../domain/metric/calendar.ts";
import type { CountedChange } from "../domain/metric/counted-part.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { firstWeekNeeded } from "../domain/metric/scope-weeks.ts";
import { toolsIn, toolTotals } from "../domain/metric/tool-totals.ts";
import { wasLive } from "../domain/metric/undone-share.ts";
import { MOST_WEEKS } from "../domain/metric/usual-range.ts";
import { createWeekTest, shiftWeek, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { eachClone } from "./each-clone.ts";
import type { Explained } from "./explain-survey.ts";
import { withLines } from "./measure-clone.ts";
import { onMixedDays } from "./mixed-days.ts";
import {
  comparedWeeks,
  counted,
  digestOf,
  leftOut,
  MOST_WAITING,
  mergedBetween,
  newestComplete,
  type Opened,
  openScoped,
  type Scoped,
} from "./scoped.ts";
import { type MeasuredClone, type Survey, type SurveyRequest, surveyClones } from "./survey.ts";

/** The clones to preview, and the options; `weeks` is the number of weeks to show, at least one. */
export type PreviewRequest = SurveyRequest;

/**
 * Previews clones: the digest of their newest complete week, by the domain code that the server uses. Several clones
 * make the digest of an organization.
 *
 * Throws a `GitError` or a `CloneError` that names each clone that cannot be previewed.
 */
export async function previewClones(request: PreviewRequest): Promise<Preview> {
  return previewOf(await survey(request), request);
}

/** The same for a single clone. */
export function previewClone({
  path,
  ...request
}: Omit<PreviewRequest, "paths"> & { readonly path: string }): Promise<Preview> {
  return previewClones({ ...request, paths: [path] });
}

/** Previews clones, and writes the receipts of the week: those of the only repository, or of all that count. */
export async function explainClones(request: PreviewRequest): Promise<{
  readonly preview: Preview;
  readonly receipts: Explained;
}> {
  const found = await survey(request);
  const preview = await previewOf(found, request);
  const { explainSurvey } = await import("./explain-survey.ts");
  return { preview, receipts: await explainSurvey(found, preview) };
}

function survey(request: PreviewRequest): Promise<Survey> {
  return surveyClones({ ...request, weeks: request.weeks + MOST_WAITING + MOST_WEEKS });
}

async function previewOf(found: Survey, request: PreviewRequest): Promise<Preview> {
  const { weeks } = request;
  const { asOf, subject } = found;
  const measured = found.clones.map((clone) => clone.measured);
  const week = newestComplete({ measured, subject, asOf }, weeks);
  const clones = await sized(found, week, weeks);
  const scoped = openScoped(
    { measured: clones.map((clone) => clone.measured), subject, asOf },
    shiftWeek(week, 1 - weeks),
  );
  const earlier = Array.from({ length: weeks - 1 }, (_, index) => shiftWeek(week, index + 1 - weeks));
  const from = measuredFrom(scoped);
  const shown = earlier.filter((each) => startOf(shiftWeek(each, 1), subject.zone) > from);
  const last = previewWeek(clones, scoped, week);
  return {
    ...last,
    weeks: [...shown.map((each) => previewWeek(clones, scoped, each)), last],
    source: sourceOf(clones, {
      asOf: asOf.toISOString(),
      weeksSilent: silence(request, asOf),
      leftOut: leftOut(scoped),
      optedOut: found.optedOut,
      saysScopes: subject.saysScopes,
    }),
  };
}

/** Counts the lines of the changes whose sizes decide: on mixed days, and in the weeks that are compared. */
async function sized({ clones, subject, asOf }: Survey, week: Week, weeks: number): Promise<MeasuredClone[]> {
  const scoped = { measured: clones.map(({ measured }) => measured), subject, asOf };
  const compared = comparedWeeks(scoped, week).map((each) => createWeekTest(each, subject.zone));
  // All weeks from the first one in a shown week's range until now.
  const first = firstWeekNeeded(shiftWeek(week, 1 - weeks));
  const calendar = openCalendar(first, weekOf(asOf, subject.zone), subject.zone);
  const all = counted(scoped);
  const mixed = onMixedDays(
    all.flatMap(({ changes }) => changes),
    toolsIn(withTools(clones, all)),
    calendar,
  );
  const isWanted = (shipped: CountedChange) =>
    mixed.has(shipped) || (wasLive(shipped) && compared.some((isIn) => isIn(shipped.change.mergedAt)));
  return eachClone(clones, async (clone) => {
    const { measured } = clone;
    return all.includes(measured)
      ? { ...clone, measured: await withLines(clone, { measured, isWanted }) }
      : clone;
  });
}

/** The repositories with the tools of their changes. A digest has no tools: a preview shows those of each week. */
function withTools(clones: readonly MeasuredClone[], measured: readonly Measured[]): Measured[] {
  const toolsOf = new Map(clones.map(({ measured: { repository }, tools }) => [repository, tools]));
  return measured.map((each) => ({ ...each, tools: toolsOf.get(each.repository) ?? new Map() }));
}

function previewWeek(clones: readonly MeasuredClone[], scoped: Opened, week: Week): PreviewWeek {
  const calendar = openCalendar(week, week, scoped.subject.zone);
  const merged = mergedBetween(counted(scoped), scoped.subject, [week, week]);
  const changes = merged.flatMap((each) => each.changes);
  return {
    digest: digestOf(scoped, week),
    tools: toolTotals(changes, toolsIn(withTools(clones, merged)), calendar),
  };
}

/** The time from which on anything is measured. */
function measuredFrom(scoped: Scoped): Date {
  const times = counted(scoped).flatMap(({ measuredSince }) => measuredSince ?? []);
  return times.length === 0 ? scoped.asOf : new Date(Math.min(...times.map((at) => at.getTime())));
}

function silence({ until, now }: PreviewRequest, asOf: Date): number {
  return until === undefined ? Math.max(0, Math.floor((now.getTime() - asOf.getTime()) / WEEK_MS)) : 0;
}

function sourceOf(
  clones: readonly MeasuredClone[],
  { asOf, ...rest }: Pick<Preview["source"], "asOf" | "weeksSilent" | "leftOut" | "optedOut" | "saysScopes">,
): Preview["source"] {
  const all = clones.map(({ source }) => source);
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) {
    const { repository: _, branch, ...source } = only;
    return { branch, asOf, ...source, ...rest };
  }
  const sum = (key: "commits" | "changes" | "releases") => all.reduce((total, each) => total + each[key], 0);
  return {
    asOf,
    commits: sum("commits"),
    changes: sum("changes"),
    releases: sum("releases"),
    isShallow: all.some(({ isShallow }) => isShallow),
    isShipTold: all.every(({ isShipTold }) => isShipTold),
    saysDeployments: all.some(({ saysDeployments }) => saysDeployments),
    ...rest,
    clones: all,
  };
}
