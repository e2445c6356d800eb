import type { KnownSpend } from "./combination.ts";
import { type DatedDeclaration, NOTHING_DECLARED, type SpendDeclaration } from "./declared.ts";
import { type Day, shiftDay, utcDay } from "./fact.ts";
import { decimalText } from "./money.ts";
import type { DaySpan } from "./seats.ts";
import type { ShownSpend } from "./shown.ts";
import { activeSources, settledThrough } from "./source-standing.ts";
import type { RestatedOfSource } from "./tool-spend.ts";
import type { WeeksOfWork } from "./window.ts";

type ShownSources = Pick<ShownSpend, "provisionalFrom" | "restated" | "limits" | "declared">;

/** The facts about the sources and about the config, beside the money. */
export function shownSources(
  known: KnownSpend & { readonly restated: readonly RestatedOfSource[] },
  { days, charted }: { readonly days: DaySpan; readonly charted: readonly WeeksOfWork[] },
): ShownSources {
  const active = activeSources(known, days.until);
  const settled = settledThrough(active);
  const unsettled = settled === undefined ? days.from : shiftDay(settled, 1);
  const isUnsettled = active.length > 0 && unsettled < days.until;
  return {
    provisionalFrom: isUnsettled ? laterOf(unsettled, days.from) : null,
    restated: restatedDays(known, days),
    limits: known.sources.flatMap(({ name: source, hasHardLimit }) =>
      hasHardLimit === undefined ? [] : [{ source, hasHardLimit }],
    ),
    declared: changesWithin(known.declarations, {
      from: charted[0]?.days.from ?? days.from,
      until: days.until,
    }),
  };
}

/** The days whose last known amount differs from the first one, by name of the source. */
function restatedDays(
  { restated, sources }: KnownSpend & { readonly restated: readonly RestatedOfSource[] },
  { from, until }: DaySpan,
): ShownSpend["restated"] {
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const within = restated.filter(({ day }) => day >= from && day < until);
  const byDay = Map.groupBy(within, ({ source, day, currency }) => `${source} ${day} ${currency}`);
  return [...byDay.values()]
    .flatMap((all) => {
      const [first, last] = [all[0], all.at(-1)];
      if (first === undefined || last === undefined) return [];
      const { source, day, currency, from: was } = first;
      const name = names.get(source) ?? "";
      return [{ source: name, day, currency, from: decimalText(was), to: decimalText(last.to) }];
    })
    .toSorted((a, b) => compare(`${a.day} ${a.source} ${a.currency}`, `${b.day} ${b.source} ${b.currency}`));
}

/** The changes of the declaration in some days, with the keys of the config that differ. */
function changesWithin(
  declarations: readonly DatedDeclaration[],
  { from, until }: DaySpan,
): ShownSpend["declared"] {
  return declarations.flatMap((after, index) => {
    const day = utcDay(after.since);
    const before = declarations[index - 1];
    if (before === undefined || day < from || day >= until) return [];
    const keys = KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    return keys.length === 0 ? [] : [{ day, keys }];
  });
}

const KEYS = Object.keys(NOTHING_DECLARED) as (keyof SpendDeclaration)[];

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function laterOf(a: Day, b: Day): Day {
  return a > b ? a : b;
}
