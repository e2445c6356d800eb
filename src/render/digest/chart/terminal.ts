import type { Preview } from "../../../domain/clone/preview.ts";
import type { WeekTotal } from "../../../domain/metric/week-totals.ts";
import { weeklyRange } from "../../figures.ts";
import { INDENT, type Style } from "../../terminal-text.ts";
import { shownAssisted } from "../../withheld.ts";

const BAR = 44;

/** A bar a week: first the AI-assisted part, then the rest. */
export function terminalChart({ digest, weeks }: Preview, style: Style): string {
  const totals = weeks.map(({ digest: each }): WeekTotal => {
    const { week, state, normalizedDeployments } = each;
    return { week, state, total: normalizedDeployments.total, aiAssisted: shownAssisted(each) };
  });
  const isWithheld = totals.every(({ aiAssisted }) => aiAssisted === null);
  const most = Math.max(1, ...totals.map(({ total }) => total));
  const usual = digest.normalizedDeployments.usual;
  return [
    style.strong("Normalized deployments by week of merge"),
    ...totals.map((each) => weekLine(each, { most, style })),
    style.faint(
      `${INDENT}${isWithheld ? "" : `${style.accent("█")} AI-assisted  ░ the rest`}${usual ? `  · usual: ${weeklyRange(usual)}` : ""}`,
    ),
  ].join("\n");
}

function weekLine(
  { week, state, total, aiAssisted }: WeekTotal,
  { most, style }: { readonly most: number; readonly style: Style },
): string {
  const cells = (number: number) => Math.round((number / most) * BAR);
  const assisted = cells(aiAssisted ?? 0);
  const rest = "░".repeat(Math.max(0, cells(total) - assisted));
  const numbers = aiAssisted === null || aiAssisted === 0 ? `${total}` : `${total}, ${aiAssisted} AI`;
  const open = state === "open" ? " so far" : "";
  return `${INDENT}${week}  ${style.accent("█".repeat(assisted))}${rest} ${numbers}${open}`;
}
