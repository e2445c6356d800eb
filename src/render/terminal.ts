import { toolName } from "../domain/attribution/agents.ts";
import type { Preview } from "../domain/clone/preview.ts";
import type { WeekTotal } from "../domain/metric/week-totals.ts";
import { besideNotes } from "./beside-notes.ts";
import { comparisonSentence } from "./comparison.ts";
import { besideRows } from "./digest-beside.ts";
import { renderHeadline } from "./digest-headline.ts";
import { renderVerdict } from "./digest-verdict.ts";
import { weeklyRange } from "./figures.ts";
import { funnelSteps } from "./funnel.ts";
import { broken } from "./lines.ts";
import { previewNotes, printable, silenceNote } from "./preview-notes.ts";
import { productionSentence } from "./targets.ts";
import { withoutMarks } from "./text.ts";
import { uncountedRows, uncountedSummary } from "./uncounted.ts";

/** How a terminal shows what stands out; without colours each returns what it is given. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly accent: (text: string) => string;
}

/** Without colours. */
const PLAIN: Style = { strong: (text) => text, faint: (text) => text, accent: (text) => text };

const WIDTH = 80;
const INDENT = "  ";

/** Renders a preview for a terminal, in 80 columns. */
export function renderTerminal(preview: Preview, style: Style = PLAIN): string {
  const { digest } = preview;
  const production = productionSentence(digest, printable);
  const sections = [
    `${style.strong(`Plimsoll · ${printable(digest.scope)} · ${digest.week}`)}`,
    wrapped(silenceNote(preview), "").join("\n"),
    [
      ...wrapped(withoutMarks(renderHeadline(digest))).map(style.strong),
      "",
      ...wrapped(withoutMarks(renderVerdict(digest, { isClone: true }))),
    ].join("\n"),
    chart(preview, style),
    titled(
      "How it comes about",
      [
        ...funnelSteps(digest, printable).flatMap(({ from, to, note }) =>
          wrapped(`${from} → ${to}${note === undefined ? "" : ` (${note})`}`),
        ),
        ...(production === "" ? [] : wrapped(production)),
      ],
      style,
    ),
    titled("AI tools declared", tools(preview), style),
    titled("Beside the number", beside(preview), style),
    titled(
      uncountedSummary(digest),
      uncountedRows(digest).flatMap(({ what, why }) => entry(what, why)),
      style,
    ),
    previewNotes(preview)
      .flatMap((note) => wrapped(note, ""))
      .map(style.faint)
      .join("\n"),
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function titled(title: string, lines: readonly string[], { strong }: Style): string {
  return lines.length === 0 ? "" : [strong(title), ...lines].join("\n");
}

const BAR = 44;

/** A bar a week: first the AI-assisted part, then the rest. */
function chart({ digest, weeks }: Preview, style: Style): string {
  const { isWithheld } = digest.beside;
  const totals = weeks.map(
    ({
      digest: {
        week,
        state,
        normalizedDeployments: { total, aiAssisted },
      },
    }) => ({ week, state, total, aiAssisted }),
  );
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

function tools({ tools: all, digest }: Preview): string[] {
  if (digest.beside.isWithheld || all.length === 0) return [];
  const rows = all.map(({ tool, changes, agentAuthored, normalizedDeployments }) => {
    const name = printable(toolName(tool));
    return toolRow(name, [`${agentAuthored}`, `${changes - agentAuthored}`, `${normalizedDeployments}`]);
  });
  return [toolRow("", ["agent-authored", "assisted", "normalized deployments"]), ...rows];
}

/** The widths of a tool's name and of its figures. */
const TOOL = 28;
const FIGURES = [15, 9, 23];

function toolRow(name: string, figures: readonly string[]): string {
  const cells = figures.map((figure, index) => figure.padStart(FIGURES[index] ?? 0));
  return `${INDENT}${name.slice(0, TOOL).padEnd(TOOL)}${cells.join("")}`;
}

const GROUP = 22;
const GAP = 2;

function beside({ digest }: Preview): string[] {
  const all = besideRows(digest);
  const longest = Math.max(
    ...all.flatMap(({ declared, undeclared }) => [declared.length, undeclared.length]),
  );
  const group = Math.max(GROUP, longest + GAP);
  const named = WIDTH - INDENT.length - 2 * group;
  const cells = (...groups: string[]) => groups.map((cell) => cell.padStart(group)).join("");
  const rows = all.flatMap(({ name, declared, undeclared }) => {
    const [first = "", ...others] = broken(name, named - 1);
    return [
      `${INDENT}${first.padEnd(named)}${cells(declared, undeclared)}`,
      ...others.map((line) => `${INDENT}${line}`),
    ];
  });
  const head = `${INDENT}${"".padEnd(named)}${cells("AI declared", "nothing declared")}`;
  const compared = comparisonSentence(digest);
  return [
    ...(compared === "" ? [] : [...wrapped(compared), ""]),
    ...(rows.length === 0 ? [] : [head, ...rows, ""]),
    ...wrapped(besideNotes(digest).join(" ")),
  ];
}

const WHAT = 18;

function entry(what: string, why: string): string[] {
  return broken(why, WIDTH - INDENT.length - WHAT).map((line, index) => {
    return `${INDENT}${(index === 0 ? what : "").padEnd(WHAT)}${line}`;
  });
}

function wrapped(text: string, indent = INDENT): string[] {
  return broken(text, WIDTH - indent.length).map((line) => `${indent}${line}`);
}
