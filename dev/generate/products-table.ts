import { PRODUCTS } from "../../src/spend/import/products.ts";

type Product = (typeof PRODUCTS)[number];
type Words = Product["words"][number];

/** The products that an import recognizes in a bill, in the order in which they are looked for. */
export function tableOfProducts(): string {
  return ["| product | tool | a row has these words |", "|---|---|---|", ...PRODUCTS.map(rowOf), ""].join(
    "\n",
  );
}

function rowOf({ name, tool, words, except = [] }: Product): string {
  const said = mergedText(words);
  const but = except.length > 0 ? `; but not the service ${listOf(except)}` : "";
  return `| ${name} | ${tool === undefined ? "that of `--tool`, or `other`" : `\`${tool}\``} | ${said}${but} |`;
}

/** The words of a product; the same ones in a service or a vendor are written once. */
function mergedText(words: readonly Words[]): string {
  const [first, second] = words;
  const isEither = words.length === 2 && first?.service?.join() === second?.vendor?.join();
  if (isEither) return `service or vendor ${listOf(first?.service ?? [])}`;
  return words.map(textOf).join("; or ");
}

function textOf({ service, vendor }: Words): string {
  const parts = [service && `service ${listOf(service)}`, vendor && `vendor ${listOf(vendor)}`];
  return parts.filter(Boolean).join(" and ");
}

function listOf(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(" or ");
}
