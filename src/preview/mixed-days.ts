import { type Calendar, dayIn } from "../domain/metric/calendar.ts";
import type { ShippedChange } from "../domain/shipping/judgement.ts";
import type { Clone } from "./clone.ts";

/**
 * The net changes of mixed builder-days, whose changes declare different things. Only such days are divided by size.
 *
 * Where all changes of a day declare the same, their weights make no difference.
 */
export function onMixedDays(
  changes: readonly ShippedChange[],
  { tools }: Pick<Clone, "tools">,
  calendar: Calendar,
): ReadonlySet<ShippedChange> {
  const dayOf = ({ change: { mergedAt } }: ShippedChange) => dayIn(calendar, mergedAt);
  const net = changes.filter(
    (shipped) =>
      shipped.outcome === "net" && shipped.change.builder !== undefined && dayOf(shipped) !== undefined,
  );
  const days = Map.groupBy(net, (shipped) => `${dayOf(shipped)} ${shipped.change.builder}`);
  const declares = ({ change: { id, attribution } }: ShippedChange) =>
    [attribution, ...(tools.get(id) ?? []).map(({ tool }) => tool)].join(" ");
  const isMixed = (day: readonly ShippedChange[]) => new Set(day.map(declares)).size > 1;
  return new Set([...days.values()].filter(isMixed).flat());
}
