/** What a recount reads of a change's receipt; times are text, as they are printed. */
interface Row {
  readonly state: string;
  readonly mergedAt: string;
  readonly attribution: { readonly attribution: string };
  readonly lines: number | null;
  readonly isApproved: boolean | null;
  readonly arrival: { readonly at: string } | null;
  readonly outcome: string;
  readonly pair: string | null;
}

/** What a recount reads of all receipts of a week. */
interface Receipts {
  readonly ship: string;
  readonly deployments: readonly { readonly reason: string | null }[];
  readonly changes: readonly Row[];
}

/** Counts a week's numbers anew from printed receipts alone, with nothing of what Plimsoll counts with. */
export function recount(printed: string) {
  const { ship, deployments, changes }: Receipts = JSON.parse(printed);
  const net = changes.filter(({ outcome }) => outcome === "net");
  return {
    deployments: countDeployments(deployments),
    changes: countChanges(changes, net),
    normalizedDeployments: countPairs(net),
    beside: countBeside(net, { isProxy: ship === "merges", deployments }),
  };
}

function countDeployments(rows: Receipts["deployments"]) {
  const uncounted: Record<string, number> = {};
  for (const { reason } of rows) if (reason !== null) uncounted[reason] = (uncounted[reason] ?? 0) + 1;
  return { seen: rows.length, counted: rows.filter(({ reason }) => reason === null).length, uncounted };
}

function countChanges(rows: readonly Row[], net: readonly Row[]) {
  const of = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  const merged = rows.length - of("outside");
  return {
    merged,
    pending: of("pending"),
    arrived: merged - of("pending"),
    automation: of("automation"),
    ineffective: of("ineffective"),
    rework: of("rework"),
    effective: of("withdrawn") + of("undone") + of("net"),
    withdrawn: of("withdrawn"),
    undone: of("undone"),
    net: of("net"),
    declared: having(net, "declared").length,
    undeclared: having(net, "undeclared").length,
    unknown: having(net, "unknown").length,
    noBuilder: net.filter(({ pair }) => pair === null).length,
  };
}

function countPairs(net: readonly Row[]) {
  const pairs = new Map<string, Row[]>();
  for (const row of net) if (row.pair !== null) pairs.set(row.pair, [...(pairs.get(row.pair) ?? []), row]);
  const share = (attribution: string) => {
    const parts = [...pairs.values()].map((rows) => {
      // By lines, at most 400 of each; by their number where lines are unknown, or there are none.
      const isUnknown = rows.some(({ lines }) => lines === null) || rows.every(({ lines }) => lines === 0);
      const weigh = (some: readonly Row[]) =>
        some.reduce((all, { lines }) => all + (isUnknown ? 1 : Math.min(lines ?? 0, 400)), 0);
      return weigh(having(rows, attribution)) / weigh(rows);
    });
    return hundredths(parts.reduce((sum, part) => sum + part, 0));
  };
  return { total: pairs.size, aiAssisted: share("declared"), unknown: share("unknown") };
}

function countBeside(
  net: readonly Row[],
  { isProxy, deployments }: { isProxy: boolean; deployments: Receipts["deployments"] },
) {
  const known = net.length - having(net, "unknown").length;
  const isWithheld = net.length > 0 && known / net.length < 0.8;
  const [declared, undeclared] = [having(net, "declared"), having(net, "undeclared")];
  const both = <T>(figure: (rows: readonly Row[]) => T) => ({
    declared: figure(declared),
    undeclared: figure(undeclared),
  });
  return {
    isWithheld,
    coverage: net.length === 0 ? null : hundredths(known / net.length),
    netChanges: { count: net.length },
    rollbacks: { deployments: deployments.filter(({ reason }) => reason === "rollback").length },
    medianLeadMinutes: isWithheld || isProxy ? null : both(medianLead),
    medianLines: {
      ...(isWithheld ? { declared: null, undeclared: null } : both(medianLines)),
      all: medianLines(net),
    },
    approvals: isWithheld ? null : both(approvals),
  };
}

function having(rows: readonly Row[], attribution: string): Row[] {
  return rows.filter((row) => row.attribution.attribution === attribution);
}

function medianLead(rows: readonly Row[]): number | null {
  return middle(
    rows.flatMap(({ arrival, mergedAt }) => (arrival ? [Date.parse(arrival.at) - Date.parse(mergedAt)] : [])),
    60_000,
  );
}

function medianLines(rows: readonly Row[]): number | null {
  return middle(rows.flatMap(({ lines }) => lines ?? []));
}

function approvals(rows: readonly Row[]) {
  const approved = rows.filter(({ isApproved }) => isApproved === true).length;
  return { approved, of: rows.length, pushed: rows.filter(({ state }) => state === "pushed").length };
}

function middle(values: readonly number[], unit = 1): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(values.length / 2);
  const [high = 0, low = 0] = [sorted[half], sorted[half - 1]];
  return Math.round((values.length % 2 === 1 ? high : (low + high) / 2) / unit);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
