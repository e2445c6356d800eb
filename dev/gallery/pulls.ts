import type { Digest } from "../../src/domain/metric/digest.ts";
import type { ShownPull } from "../../src/render/digest/options.ts";

const TITLES = [
  "Show prices with tax",
  "Ask for the address once",
  "Retry a payment that timed out",
  "Remove the old basket",
  "Cache the list of products",
  "Send the receipt as a PDF",
  "Sort orders by date",
  "Fix rounding of discounts",
  "Let customers change their e-mail address",
  "Warn before a basket expires",
  "Move images to the CDN",
];

/** The pull requests that a digest of `acme/shop` lists, each with a title. */
export function pullsOf({ shipped, undone, scope }: Digest): ReadonlyMap<number, ShownPull> {
  const listed = [...(shipped ?? []), ...(undone ?? [])].filter(({ repository }) => repository === scope);
  return new Map(
    listed.map(({ change }) => {
      const number = Number(change.slice(1));
      return [number, pullCalled(TITLES[number % TITLES.length] ?? "", number)];
    }),
  );
}

/** A pull request with a title. */
export function pullCalled(title: string, number: number): ShownPull {
  return { title, url: urlOf(number) };
}

/** The address of the checks of a pull request. */
export function checksUrlOf(number: number): string {
  return `${urlOf(number)}/checks`;
}

function urlOf(number: number): string {
  return `https://github.com/acme/shop/pull/${number}`;
}
