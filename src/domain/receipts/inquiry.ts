import type { Change } from "../shipping/change.ts";
import { type Journey, journeyOf } from "../shipping/journey.ts";
import { type Evidence, hasCome, judge, type ShippedChange } from "../shipping/judgement.ts";
import { relate } from "../shipping/relations.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "../shipping/rules.ts";
import type { ShipChoice } from "../shipping/ship-choice.ts";
import type { Copy } from "../shipping/side-commits.ts";
import { takerOf } from "../shipping/taken-back.ts";
import { type Kin, kinAmong } from "./kin.ts";
import type { Pairs } from "./pairs.ts";

/** Rules with what they leave out. */
export interface FullRules extends Rules {
  /** Globs of files that do not count. */
  readonly exclude: readonly string[];
}

/** What receipts are written from. */
interface InquiryFacts extends Evidence {
  readonly changes: readonly Change[];
  readonly rules: readonly FullRules[];
  /** What `auto` took, the oldest first. */
  readonly choices: readonly ShipChoice[];
  readonly pairs: Pairs;
  /** `owner/name` of the repository. */
  readonly repository: string;
  /** The zone of its days and weeks. */
  readonly zone: string;
}

/** Some facts with all that follows from them: what `judge` decides by, to be told. */
export interface Inquiry extends InquiryFacts {
  readonly judged: readonly ShippedChange[];
  carriersOf(change: Change): readonly string[];
  copiesOf(change: Change): readonly Copy[];
  journeyOf(change: Change): Journey;
  kinOf(change: Change): Kin;
  /** Whether production has ever held it merged. */
  hasShipped(change: Change): boolean;
  /** The change by whose merge it was gone, among those that count. */
  takerOf(change: Change, counts: (change: Change) => boolean): Change | undefined;
  rulesAt(at: Date): FullRules;
}

const NO_RULES: FullRules = { ...DEFAULT_RULES, exclude: [] };

/** Follows the facts to what decides about each change. */
export function inquire(facts: InquiryFacts): Inquiry {
  const { changes, rules } = facts;
  const relations = relate(changes, facts);
  const journeys = new Map(changes.map((change) => [change, journeyOf(change, relations, facts)]));
  const found = (change: Change) => journeys.get(change) ?? journeyOf(change, relations, facts);
  return {
    ...facts,
    judged: judge(changes, facts),
    carriersOf: (change) => [...new Set(relations.carriersOf(change))],
    copiesOf: relations.copiesOf,
    journeyOf: found,
    kinOf: kinAmong(changes, relations),
    hasShipped: (change) => hasCome(found(change)),
    takerOf: (change, counts) => takerOf(change, relations, counts),
    rulesAt: (at) => rulesAt(rules, at) ?? NO_RULES,
  };
}
