import { OTHER_TOOL } from "../../domain/spend/fact.ts";

/** The products of GitHub's bill that are AI tools. The others, such as Actions, are left out. */
const AI_PRODUCTS = /copilot|\bmodels\b|spark/i;
/** The agent that has an id of its own in attribution. GitHub bills it by its earlier name and by its present one. */
const CODING_AGENT = /(?:coding|cloud).?agent/i;

/** Whether a product of a bill is an AI tool. */
export function isAiProduct(product: string): boolean {
  return AI_PRODUCTS.test(product);
}

/** The tool of a product and its SKU. */
export function toolOf(product: string, sku: string): string {
  if (CODING_AGENT.test(sku) || CODING_AGENT.test(product)) return "github-copilot-coding-agent";
  return /copilot/i.test(product) && !/spark|\bmodels\b/i.test(sku) ? "github-copilot" : OTHER_TOOL;
}
