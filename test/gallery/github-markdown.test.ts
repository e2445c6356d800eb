import { describe, expect, it } from "vitest";
import { githubHtml } from "../../dev/gallery/github-markdown.ts";

describe("Markdown as GitHub shows it", () => {
  it.each([
    ["a table", "| a | b |\n|---|---|\n| `x` | 1 |", "<td><code>x</code></td>"],
    ["a task list", "- [x] done", '<input type="checkbox" disabled checked>'],
    ["struck text", "~~no~~", "<del>no</del>"],
    ["an address", "see https://evil.example", '<a href="https://evil.example">'],
    ["an e-mail address", "ada@acme.example", '<a href="mailto:ada@acme.example">'],
    ["details", "<details><summary>More</summary>\n\n*x*\n\n</details>", "<summary>More</summary>"],
    ["Markdown inside details", "<details><summary>More</summary>\n\n*x*\n\n</details>", "<em>x</em>"],
    ["a chart", '```mermaid\na-->b["<c>"]\n```', '<pre class="mermaid">a--&gt;b["&lt;c&gt;"]\n</pre>'],
    ["a code block", "```ts\nx\n```", '<pre><code class="language-ts">x'],
  ])("has %s", (_, markdown, html) => {
    expect(githubHtml(markdown)).toContain(html);
  });

  it.each([
    ["comments", "a\n\n<!-- hidden -->\n\nb", "<p>a</p>\n\n<p>b</p>"],
    ["handlers", '<sub onclick="x()" style="color: red">a</sub>', "<p><sub>a</sub></p>"],
    ["unknown tags, but not their content", "<form><b>a</b></form>", "<b>a</b>"],
    ["scripts", "a <script>x</script>", "<p>a &lt;script&gt;x&lt;/script&gt;</p>"],
    ["links that run scripts", "[a](javascript:x)", '<p><a href="">a</a></p>'],
  ])("leaves out %s", (_, markdown, html) => {
    expect(githubHtml(markdown)).toBe(html);
  });

  it.each([
    ["in a paragraph", "a\nb", "<p>a<br>b</p>"],
    ["between code spans", "`a`\n`b`", "<p><code>a</code><br><code>b</code></p>"],
    ["in a list item", "- a\n  b", "<li>a<br>b</li>"],
    ["before a tag", "a\n**b**", "<p>a<br><strong>b</strong></p>"],
  ])("keeps the line break %s", (_, markdown, html) => {
    expect(githubHtml(markdown)).toContain(html);
  });

  it("adds no line break around blocks", () => {
    expect(githubHtml("- a\n  - b\n- c\n\n> d\n\n| e |\n|---|\n| f |\n")).not.toContain("<br>");
  });
});
