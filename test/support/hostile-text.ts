import fc from "fast-check";

/** Pieces that mean something to GitHub, to Markdown, to HTML or to Mermaid. */
const HOSTILE = [
  "@octocat @acme/owners ada@evil.example #1 GH-1 acme/shop#1 acme/shop@1a2b3c4 1a2b3c4d https://evil.example",
  "www.evil.example ![x](y) [a](b) [a]: b\n **a** ~~b~~ _c_ # h\n > q\n - l\n 1. n\n --- === |---| | || \\ \\| \\` ` `` ```",
  "~~~ <!-- plimsoll:digest repository=7 week=2026-W47 --> <!-- --> --> </details> </summary> </code> <img src=x> <script>",
  "<https://evil.example> </td></tr></table> &lt; &#96; &#124; %%{init} $x$ $`x`$ $$ #ffffff :tada: [^1] \u202e \u2066 \u200b",
  "\u00a0 \u2028 \ud83d \udc00 \u0301 \u200d 👩‍💻 🇩🇪 \r\n \n \n\n \t \u0000 \u001b[31m ]]> <![CDATA[ <?php <!DOCTYPE",
].flatMap((line) => line.split(" "));

/** Any text that somebody may write who means no good. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE, " ", ""),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ unit: fc.integer({ max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 3 }),
      fc.constantFrom(...HOSTILE).map((piece) => piece.repeat(60)),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(""));
