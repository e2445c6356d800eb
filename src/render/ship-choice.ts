import { comparedIn, FEWEST_COMPARED, otherWay, type ShipChoice } from "../domain/shipping/ship-choice.ts";
import { code, count, day, plain } from "./text.ts";

/** The choice of `auto`, its reason, and how to choose the other way: a clause without a full stop. */
export function shipChoiceText(choice: ShipChoice): string {
  const { ship, of } = choice;
  const other = otherWay(ship);
  const [from, until] = comparedIn(choice).map((at) => day(at));
  const few = of < FEWEST_COMPARED ? ", too few to tell" : "";
  const near = few === "" && choice[other] > choice[ship] ? ", less than a tenth of them more" : "";
  return [
    `ships by ${ship}: ${choice[ship]} of ${count(of, "change")} merged between ${from} and ${until} reached production by them,`,
    `${choice[other]} of ${of} by ${other}${few}${near} (to choose the other: ${code(`ship: ${other}`)})`,
  ].join(" ");
}

/** A repository in which `auto` chose. */
interface Chosen {
  readonly owner: string;
  readonly name: string;
  readonly choice: ShipChoice;
}

const LONGEST_NAME = 140;
/** So many that all of it fits on one screen. */
const MOST_SHOWN = 5;

/** Says for a terminal what `auto` took, and why; nothing where there was nothing to choose. */
export function chosenShippingText(all: readonly Chosen[]): string {
  if (all.length === 0) return "";
  const lines = all.slice(0, MOST_SHOWN).map(({ owner, name, choice }) => {
    return `  ${plain(`${owner}/${name}`, LONGEST_NAME)}  ${shipChoiceText(choice)}`;
  });
  const more = all.length - lines.length;
  return [
    "",
    "both deploy and release, so `auto` chose",
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
