import { createMemory } from "../../domain/memory.ts";
import { findProduct } from "./products.ts";
import { shortName } from "./tallies.ts";

/** The categories of FOCUS in which tools are that no product of the table names. */
const CATEGORIES = new Set(["ai and machine learning", "developer tools"]);

/** A bill has few services, each in thousands of rows. */
const MOST_KNOWN = 10_000;
/** A longer one would take much memory, and no bill has it. */
const LONGEST_KEY = 500;

/** What a row of a bill is about. */
interface Sorted {
  /** The name of a product of the table, or the service's own. */
  readonly name: string;
  readonly tool: string | undefined;
  /** Whether only its category says that it may be an AI tool. */
  readonly isUnknown: boolean;
  /** Why the row is dropped; `undefined` when it is imported. */
  readonly reason: string | undefined;
}

/**
 * Returns what sorts the rows of a bill.
 *
 * A row of a product goes to its tool. With a tool for all others, a row of the categories in which AI tools are goes to
 * that one. All others are dropped.
 */
export function createFilter(
  tool: string | undefined,
): (service: string, category: string, vendors: string) => Sorted {
  const recall = createMemory<Sorted>(MOST_KNOWN);
  return (service, category, vendors) => {
    const key = `${service}\n${category}\n${vendors}`;
    const compute = () => sort(service, category, { vendors, tool });
    return key.length > LONGEST_KEY ? compute() : recall(key, compute);
  };
}

interface Others {
  readonly vendors: string;
  readonly tool: string | undefined;
}

function sort(service: string, category: string, { vendors, tool }: Others): Sorted {
  const product = findProduct(service, vendors);
  if (product !== undefined)
    return { name: product.name, tool: product.tool ?? tool, isUnknown: false, reason: undefined };
  const name = nameOf(service);
  if (!CATEGORIES.has(category.toLowerCase()))
    return { name, tool: undefined, isUnknown: false, reason: "services that are no AI tools" };
  const reason =
    tool === undefined ? "services of AI or for developers that are no known tool: see --tool" : undefined;
  return { name, tool, isUnknown: true, reason };
}

function nameOf(service: string): string {
  return service.includes("@") ? "a service with an @" : shortName(service);
}
