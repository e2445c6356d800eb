import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import { type Calendar, dayIn } from "../domain/metric/calendar.ts";
import type { CountedChange, CountedFacts } from "../domain/metric/counted-part.ts";

/**
 * The net changes of mixed builder-days, whose changes declare different things. Only such days are divided by size.
 *
 * Where all changes of a day declare the same, their weights make no difference.
 */
export function onMixedDays(
  changes: readonly CountedChange[],
  toolsOf: (change: CountedFacts) => readonly DeclaredTool[],
  calendar: Calendar,
): ReadonlySet<CountedChange> {
  const dayOf = ({ change: { mergedAt } }: CountedChange) => dayIn(calendar, mergedAt);
  const net = changes.filter(
    (shipped) =>
      shipped.outcome === "net" && shipped.change.builder !== undefined && dayOf(shipped) !== undefined,
  );
  const days = Map.groupBy(net, (shipped) => `${dayOf(shipped)} ${shipped.change.builder}`);
  const declares = ({ change }: CountedChange) =>
    [change.attribution, ...toolsOf(change).map(({ tool }) => tool)].join(" ");
  const isMixed = (day: readonly CountedChange[]) => new Set(day.map(declares)).size > 1;
  return new Set([...days.values()].filter(isMixed).flat());
}
