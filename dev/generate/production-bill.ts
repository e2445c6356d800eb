/** npm marks so what is there for development only. */
const DEVELOPMENT = "cdx:npm:package:development";

interface Component {
  readonly "bom-ref": string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Bill {
  readonly metadata: { readonly component: Component & { readonly purl: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * The bill of materials (CycloneDX) of what runs, from the text of npm's of everything.
 *
 * npm's own `--omit dev` leaves out also what both runs and is used in development. The product has the name of the package in
 * it; npm gives it that of the folder.
 */
export function productionBill(all: string): string {
  const bill: Bill = JSON.parse(all);
  const components = bill.components.filter((component) => !isOfDevelopment(component));
  const { component: product } = bill.metadata;
  const known = new Set([product, ...components].map((component) => component["bom-ref"]));
  const isKnown = (ref: string) => known.has(ref);
  const dependencies = bill.dependencies
    .filter(({ ref }) => isKnown(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isKnown) }));
  const named = { ...product, name: product.purl.replace(/^pkg:npm\/|@[^@]*$/g, "") };
  const metadata = { ...bill.metadata, component: named };
  return `${JSON.stringify({ ...bill, metadata, components, dependencies }, undefined, 2)}\n`;
}

function isOfDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === DEVELOPMENT && value === "true");
}
