/** The style of the pages: it follows the reader's light or dark mode, and loads nothing. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1f2328; --faint: #59636e; --edge: #d1d9e0; --field: #818b98; --raised: #f6f8fa;
  --link: #0969da; --button: #1f883d; --on-button: #ffffff; --wrong: #d1242f; --caution: #fff8c5; --caution-edge: #d4a72c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --ink: #f0f6fc; --faint: #9198a1; --edge: #3d444d; --field: #656c76; --raised: #151b23;
    --link: #58a6ff; --button: #238636; --on-button: #ffffff; --wrong: #ff7b72; --caution: #272115; --caution-edge: #9e6a03;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 640px; padding: 48px 24px 64px;
  background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word;
}
.brand { margin: 0 0 32px; display: flex; justify-content: space-between; gap: 16px; font-weight: 600; }
.brand span { color: var(--faint); font-weight: 400; }
h1 { font-size: 28px; line-height: 1.2; font-weight: 650; margin: 0 0 12px; text-wrap: balance; }
h2 { font-size: 18px; margin: 32px 0 8px; }
p { margin: 0 0 12px; }
a { color: var(--link); }
code { font: 0.875em ui-monospace, monospace; background: var(--raised); border-radius: 4px; padding: 2px 4px; }
ul, ol { margin: 0 0 12px; padding-left: 24px; }
li { margin: 4px 0; }
.field { margin: 24px 0; }
label { display: block; font-weight: 600; margin-bottom: 4px; }
input, select, textarea {
  width: 100%; padding: 8px 12px; font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--field); border-radius: 6px;
}
input[readonly] { background: var(--raised); }
input[aria-invalid] { border-color: var(--wrong); }
textarea { font: 13px/1.5 ui-monospace, monospace; margin-bottom: 16px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.hint, .wrong { font-size: 14px; margin: 4px 0 0; }
.hint { color: var(--faint); }
.wrong { color: var(--wrong); font-weight: 600; }
.actions + .hint { margin-top: 12px; }
.button {
  display: inline-block; padding: 9px 20px; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
  color: var(--on-button); background: var(--button); border: 0; border-radius: 6px;
}
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 12px 24px; margin-top: 32px; }
.caution { padding: 12px 16px; margin: 16px 0; background: var(--caution); border: 1px solid var(--caution-edge); border-radius: 6px; }
.caution code { background: none; padding: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 24px; margin: 16px 0; padding: 16px; border: 1px solid var(--edge); border-radius: 6px; }
dt { color: var(--faint); }
dd { margin: 0; min-width: 0; }
.preview { padding: 16px; border: 1px solid var(--edge); border-radius: 6px; }
.preview summary { cursor: pointer; }
.document h2 { font-size: 22px; margin: 40px 0 12px; }
.document table { display: block; overflow-x: auto; border-collapse: collapse; margin: 0 0 16px; font-size: 14px; }
.document th, .document td { padding: 6px 12px; border: 1px solid var(--edge); text-align: left; vertical-align: top; }
.document pre { overflow-x: auto; padding: 12px 16px; background: var(--raised); border-radius: 6px; }
.document pre code { background: none; padding: 0; }
.document blockquote { margin: 0 0 16px; padding: 0 16px; border-left: 4px solid var(--edge); }
@media (max-width: 480px) {
  body { padding: 24px 16px 48px; }
  h1 { font-size: 24px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd + dt { margin-top: 8px; }
  .button { width: 100%; text-align: center; }
}
`;
