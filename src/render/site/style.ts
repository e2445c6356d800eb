/** The file with the style of the repositories' pages. In each of 200 pages it would be a fifth of the site. */
export const STYLE_FILE = "style.css";

/** The style of a page: it follows the reader's light or dark mode, prints on white, and loads nothing. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --ink: #1c2128; --faint: #59636e; --edge: #dde2e8; --grid: #e9edf1; --link: #0a5fc2;
  --rest: #b4bec9; --open: #dfe4ea; --ai: #0b62c4; --band: #a06a00; --lead: #b34700; --undone: #bf2430; --adoption: #0f7a6b; --trend: #6b3fc0;
  --tool-1: #0b62c4; --tool-2: #e08a2e; --tool-3: #12705f; --tool-4: #8e5bd0; --tool-5: #7a4a1d; --caution: #fff6dc; --caution-edge: #d8b04a;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0e1116; --card: #161b22; --ink: #e8edf2; --faint: #9aa4af; --edge: #2b323b; --grid: #252c35; --link: #6cb2ff;
    --rest: #5d6875; --open: #39424d; --ai: #58a6ff; --band: #e3b341; --lead: #f0984a; --undone: #ff7b72; --adoption: #4cc3ae; --trend: #b99aff;
    --tool-1: #58a6ff; --tool-2: #f0a952; --tool-3: #2f9e86; --tool-4: #b99aff; --tool-5: #b98657; --caution: #272115; --caution-edge: #8a6a1c;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1160px; padding: 0 32px 64px; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; background: var(--card); padding: 8px 16px; }
.skip:focus { left: 8px; top: 8px; z-index: 1; }
header { padding: 20px 0; font-size: 14px; border-bottom: 1px solid var(--edge); }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 24px; }
.path > * + *::before { content: "/"; color: var(--faint); margin: 0 8px 0 4px; display: inline-block; }
h1 { font-size: 32px; line-height: 1.2; font-weight: 700; letter-spacing: -.01em; margin: 0 0 16px; }
h2 { font-size: 17px; line-height: 1.3; font-weight: 650; margin: 0 0 4px; }
h3 { font-size: 14px; font-weight: 600; margin: 0; }
p { margin: 0 0 12px; }
.pair figure { border: 0; padding: 0; margin: 12px 0; }
.pair .plot { grid-template-rows: 90px 28px; padding-top: 10px; }
.pair .y { min-width: 52px; }
section > details { border: 0; padding: 0; margin: 8px 0 16px; }
.toc a { margin-left: 16px; white-space: nowrap; }
.when { color: var(--faint); margin: 28px 0 2px; font-size: 14px; }
.answer { font-size: 24px; line-height: 1.3; font-weight: 600; margin: 0 0 8px; text-wrap: balance; max-width: 40em; }
.verdict { max-width: 75ch; }
.note, figcaption, .legend, .faint { color: var(--faint); font-size: 14px; max-width: 90ch; }
.caution { padding: 10px 16px; background: var(--caution); border: 1px solid var(--caution-edge); border-radius: 8px; }
code { font: .875em ui-monospace, monospace; background: var(--grid); border-radius: 4px; padding: 1px 4px; }
.tiles { display: flex; flex-wrap: wrap; gap: 16px; margin: 24px 0; }
.tiles > div { flex: 1 1 150px; }
.tiles > :first-child { flex: 1.3 1 210px; }
.tiles > div, figure, section, details { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 20px; }
dt { font-size: 14px; color: var(--faint); }
dd { margin: 0; }
dd b { display: block; font-size: 30px; line-height: 1.25; font-weight: 650; white-space: nowrap; font-variant-numeric: tabular-nums; }
small { display: block; font-size: 13px; line-height: 1.4; color: var(--faint); font-weight: 400; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; margin: 16px 0; }
.charts > :first-child, .charts > :last-child:nth-child(even) { grid-column: 1 / -1; }
figure { margin: 0; display: flex; flex-direction: column; }
figcaption { margin-bottom: 8px; }
section, details { margin: 16px 0; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; margin: 0 0 4px; padding: 0; }
.legend .band { opacity: .4; }
.legend i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; vertical-align: -1px; background: var(--c); }
.plot { display: grid; grid-template: 200px 28px / auto 1fr; gap: 0 8px; margin-top: auto; padding-top: 16px; font-size: 12px; color: var(--faint); font-variant-numeric: tabular-nums; }
#totals .plot { grid-template-rows: 260px 28px; }
.plot svg { width: 100%; height: 100%; overflow: visible; background: repeating-linear-gradient(to top, var(--edge) 0 1px, transparent 1px calc(100% / var(--steps))) , linear-gradient(var(--grid), var(--grid)) top / 100% 1px no-repeat; }
.y { display: flex; flex-direction: column-reverse; justify-content: space-between; text-align: right; line-height: 0; white-space: nowrap; }
.x { grid-column: 2; position: relative; }
.x span { position: absolute; top: 8px; transform: translateX(-50%); white-space: nowrap; line-height: 1; }
.x span:last-child { right: 0; left: auto !important; transform: none; }
path { fill: none; stroke: var(--c); }
.bars { stroke-width: .76; }
.line { stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
.dot { stroke-width: 7; }
.area { fill: var(--c); fill-opacity: .13; stroke: var(--c); stroke-opacity: .45; stroke-width: 1; vector-effect: non-scaling-stroke; }
.rules { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 4; opacity: .6; vector-effect: non-scaling-stroke; }
.rest { --c: var(--rest); } .open { --c: var(--open); } .ai { --c: var(--ai); } .band { --c: var(--band); } .lead { --c: var(--lead); }
.undone { --c: var(--undone); } .adoption { --c: var(--adoption); } .trend { --c: var(--trend); }
.tool-1 { --c: var(--tool-1); } .tool-2 { --c: var(--tool-2); } .tool-3 { --c: var(--tool-3); } .tool-4 { --c: var(--tool-4); } .tool-5 { --c: var(--tool-5); }
.scroll { overflow-x: auto; margin-top: 8px; }
.scroll + h3 { margin-top: 20px; }
.scroll + .note { margin-top: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 7px 16px 7px 0; border-bottom: 1px solid var(--edge); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--faint); font-weight: 500; font-size: 13px; vertical-align: bottom; }
tbody th { font-weight: 600; }
.figures td, .list td { white-space: nowrap; }
.figures td:not(:first-child), .figures th:not(:first-child), .list :is(td, th):nth-child(3) { text-align: right; padding: 7px 0 7px 16px; }
.list :is(td, th):nth-child(3) { padding-right: 24px; }
.whole, .compared b { white-space: nowrap; }
.compared b { font-weight: 400; }
.compared small { display: inline; font-size: inherit; }
.compared :is(td, th):not(:first-child) { text-align: right; padding: 7px 0 7px 16px; }
.figures tbody th { min-width: 120px; }
.way tbody th { min-width: 150px; }
.way td:nth-child(2) { width: 45%; min-width: 90px; }
.part { display: block; height: 16px; margin-top: 2px; background: var(--ai); border-radius: 4px; }
.spark { width: 130px; height: 22px; display: block; }
.links { display: flex; flex-wrap: wrap; gap: 6px 16px; list-style: none; margin: 0; padding: 0; white-space: nowrap; font-variant-numeric: tabular-nums; }
ul { padding-left: 20px; margin: 8px 0; }
summary { cursor: pointer; font-weight: 650; }
footer { margin-top: 32px; padding-top: 16px; border-top: 1px solid var(--edge); color: var(--faint); font-size: 14px; }
footer p { max-width: 90ch; }
@media (max-width: 760px) {
  body { padding: 0 16px 48px; }
  .toc a { margin: 0 12px 0 0; }
  h1 { font-size: 26px; }
  .answer { font-size: 20px; }
  .charts { grid-template-columns: minmax(0, 1fr); gap: 12px; }
  .tiles { gap: 12px; margin: 16px 0; }
  .tiles > div { flex-basis: 130px; }
  .tiles > :first-child { flex-basis: 100%; }
  .tiles > div, figure, section, details { padding: 14px; }
  dd b { font-size: 24px; }
  .plot, #totals .plot { grid-template-rows: 180px 28px; }
  .odd { display: none; }
  section, details { margin: 12px 0; }
  .compared small { display: block; font-size: 13px; }
  .compared :is(td, th):not(:first-child) { width: 30%; padding-left: 8px; }
  .compared :is(td, th):first-child { padding-right: 0; }
  .way :is(td, th):nth-child(2) { display: none; }
}
@page { margin: 14mm; }
@media print {
  :root { color-scheme: light; --page: #fff; }
  body { max-width: none; padding: 0; font-size: 12px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .skip, .toc { display: none; }
  figure, section, .tiles > div, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  #numbers tr > :is(td, th) { min-width: 0; padding: 3px 0 3px 6px; font-size: 9px; }
  #numbers tbody th { white-space: nowrap; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
