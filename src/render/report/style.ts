/** The style of a report: it follows the reader's light or dark, and loads nothing. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1f2328; --faint: #59636e; --edge: #d1d9e0;
  --rest: #8c959f; --ai: #0969da; --line: #bc4c00; --band: #ddf4ff; --undone: #cf222e;
  --tool-1: #0969da; --tool-2: #bc4c00; --tool-3: #1a7f37; --tool-4: #8250df; --tool-5: #9a6700;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --ink: #f0f6fc; --faint: #9198a1; --edge: #3d444d;
    --rest: #6e7681; --ai: #58a6ff; --line: #f0883e; --band: #12305a; --undone: #ff7b72;
    --tool-1: #58a6ff; --tool-2: #f0883e; --tool-3: #3fb950; --tool-4: #bc8cff; --tool-5: #d29922;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 784px; padding: 32px 32px 64px;
  background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
}
h1 { font-size: 16px; font-weight: 600; color: var(--faint); margin: 0; }
h2 { font-size: 18px; margin: 40px 0 8px; }
.answer { font-size: 28px; line-height: 1.2; font-weight: 650; margin: 8px 0 12px; text-wrap: balance; }
p { margin: 8px 0; }
.faint, figcaption, summary { color: var(--faint); font-size: 14px; }
figure { margin: 0; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
.narrow { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 4px 0 8px; padding: 0; font-size: 14px; }
.legend span { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; border: 1px solid var(--edge); }
summary { cursor: pointer; margin-top: 4px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--edge); vertical-align: top; }
th { font-weight: 600; }
.figures td:not(:first-child), .figures th:not(:first-child) { text-align: right; padding-right: 0; padding-left: 12px; }
.figures td, .words th { white-space: nowrap; }
.figures tbody th { min-width: 112px; }
@media (max-width: 600px) {
  body { padding: 20px 16px 48px; }
  .wide { display: none; }
  .figures td, .words th { white-space: normal; }
  .narrow { display: block; }
  .answer { font-size: 22px; }
}
`;
