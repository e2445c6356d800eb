import type { Measured } from "./measured.ts";
import { type Week, within } from "./week.ts";

/** The builders of some repositories by `owner/name`. */
export type BuildersByRepository = ReadonlyMap<string, ReadonlySet<string>>;

/** The builders who shipped a net change that was merged in a week, for each repository. */
export function buildersByRepository(
  measured: readonly Measured[],
  { week, zone }: { readonly week: Week; readonly zone: string },
): BuildersByRepository {
  const isInWeek = within(week, zone);
  const buildersOf = ({ changes }: Measured) =>
    changes
      .filter(({ outcome, change }) => outcome === "net" && isInWeek(change.mergedAt))
      .flatMap(({ change }) => change.builder ?? []);
  return new Map(measured.map((each) => [each.repository, new Set(buildersOf(each))]));
}

/**
 * The repositories whose figures about builders must be withheld, by name.
 *
 * Those with fewer builders than the floor; and, since whoever subtracts the published ones from the organization
 * must be left with nobody or with as many as the floor, the smallest further ones until that holds: complementary
 * suppression of cells, as statistical offices do it. `count` is that of the organization's builders.
 */
export function withheldRepositories(
  count: number,
  repositories: BuildersByRepository,
  floor: number,
): string[] {
  const bySize = [...repositories].sort(
    ([a, { size: sizeA }], [b, { size: sizeB }]) => sizeA - sizeB || (a < b ? -1 : 1),
  );
  const appearances = new Map<string, number>();
  for (const builder of bySize.flatMap(([, builders]) => [...builders])) {
    appearances.set(builder, (appearances.get(builder) ?? 0) + 1);
  }
  const withheld: string[] = [];
  for (const [repository, builders] of bySize) {
    const left = count - appearances.size;
    if (builders.size >= floor && (left === 0 || left >= floor)) break;
    withheld.push(repository);
    for (const builder of builders) leave(appearances, builder);
  }
  return withheld.sort();
}

function leave(appearances: Map<string, number>, builder: string): void {
  const others = (appearances.get(builder) ?? 0) - 1;
  if (others > 0) appearances.set(builder, others);
  else appearances.delete(builder);
}
