import type { Preview } from "../../../domain/clone/preview.ts";
import type { WeekTotal } from "../../../domain/metric/week-totals.ts";
import { weeklyRange } from "../../figures.ts";
import { INDENT, type Style } from "../../terminal-text.ts";

const BAR = 44;

/** A bar a week: first the AI-assisted part, then the rest. */
export function terminalChart({ digest, weeks }: Preview, style: Style): string {
  const { isWithheld } = digest.beside;
  const totals = weeks.map(({ digest: { week, state, normalizedDeployments } }): WeekTotal => {
    const { total, aiAssisted } = normalizedDeployments;
    return { week, state, total, aiAssisted };
  });
  const most = Math.max(1, ...totals.map(({ total }) => total));
  const usual = digest.normalizedDeployments.usual;
  return [
    style.strong("Normalized deployments by week of merge"),
    ...totals.map((each) => weekLine(each, { most, isWithheld, style })),
    style.faint(
      `${INDENT}${isWithheld ? "" : `${style.accent("█")} AI-assisted  ░ the rest`}${usual ? `  · usual: ${weeklyRange(usual)}` : ""}`,
    ),
  ].join("\n");
}

function weekLine(
  { week, state, total, aiAssisted }: WeekTotal,
  { most, isWithheld, style }: { readonly most: number; readonly isWithheld: boolean; readonly style: Style },
): string {
  const cells = (number: number) => Math.round((number / most) * BAR);
  const assisted = isWithheld ? 0 : cells(aiAssisted ?? 0);
  const rest = "░".repeat(Math.max(0, cells(total) - assisted));
  const numbers =
    isWithheld || aiAssisted === null || aiAssisted === 0 ? `${total}` : `${total}, ${aiAssisted} AI`;
  const open = state === "open" ? " so far" : "";
  return `${INDENT}${week}  ${style.accent("█".repeat(assisted))}${rest} ${numbers}${open}`;
}
