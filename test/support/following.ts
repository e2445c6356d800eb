/** The sets of repositories whose sum follows from other sums, by whatever factors these are added. */
export function following(sums: readonly ReadonlySet<string>[], names: readonly string[]): string[][] {
  const vectors = sums.map((sum) => names.map((name) => (sum.has(name) ? 1 : 0)));
  const rank = rankOf(vectors);
  const sets = Array.from({ length: 2 ** names.length - 1 }, (_, number) =>
    names.map((_name, place) => ((number + 1) >> place) & 1),
  );
  return sets
    .filter((set) => rankOf([...vectors, set]) === rank)
    .map((set) => names.filter((_, place) => set[place] === 1));
}

/** The number of independent rows, by elimination with whole numbers. */
function rankOf(rows: readonly (readonly number[])[]): number {
  const [first] = rows;
  const column = first?.findIndex((_, place) => rows.some((row) => row[place] !== 0)) ?? -1;
  const pivot = rows.find((row) => row[column] !== undefined && row[column] !== 0);
  if (pivot === undefined) return 0;
  const others = rows.filter((row) => row !== pivot);
  const factor = pivot[column] ?? 0;
  return (
    1 +
    rankOf(
      others.map((row) =>
        row.map((value, place) => value * factor - (pivot[place] ?? 0) * (row[column] ?? 0)),
      ),
    )
  );
}
