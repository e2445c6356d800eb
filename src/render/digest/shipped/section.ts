import type { Digest } from "../../../domain/metric/digest.ts";
import type { ListedChange } from "../../../domain/metric/shipped-changes.ts";
import { count } from "../../text.ts";
import { isVisible, titledChange } from "../change-name.ts";
import type { MarkdownOptions, Section } from "../section.ts";

/** The week's shipped work, as a list to open; nothing where too few builders shipped to list it. */
export const shipped: Section = { markdown: renderShipped };

/** The changes that the list shows. Only their titles are read. */
export function listedIn(
  { shipped: all, scope }: Digest,
  visible: ReadonlySet<string>,
): readonly ListedChange[] {
  return (all ?? []).filter((change) => isVisible(change, { scope, visible }));
}

function renderShipped(digest: Digest, options: MarkdownOptions): string {
  const shown = listedIn(digest, options.visible);
  if (shown.length === 0 || options.isClone) return "";
  const { net, declared } = digest.changes;
  const isDivided = !digest.beside.isWithheld && shown.some(({ attribution }) => attribution !== null);
  const part = isDivided ? `, ${declared} AI-assisted` : "";
  const groups = Map.groupBy(shown, ({ attribution }) => (isDivided ? attribution : null));
  return [
    `<details><summary>What shipped: ${count(net, "change")}${part}</summary>`,
    ...GROUPS.flatMap(([attribution, title]) => {
      const rows = groups.get(attribution) ?? [];
      const all = attribution === null ? net : (digest.changes[attribution] ?? rows.length);
      return rows.length === 0 ? [] : [...title, listOf(rows, all, { digest, options })];
    }),
    "</details>",
  ].join("\n\n");
}

const GROUPS = [
  [null, []],
  ["declared", ["**AI declared:**"]],
  ["undeclared", ["**Nothing declared:**"]],
  ["unknown", ["**Unknown:**"]],
] as const;

function listOf(
  rows: readonly ListedChange[],
  all: number,
  { digest, options }: { readonly digest: Digest; readonly options: MarkdownOptions },
): string {
  const { pulls = new Map() } = options;
  const lines = rows.map((change) => {
    const url = pulls.get(Number(change.change.slice(1)))?.url;
    const check = url === undefined ? "" : ` · [check](${url}/checks)`;
    return `- ${titledChange(change, { scope: digest.scope, pulls })}${check}`;
  });
  const more = all - rows.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}
