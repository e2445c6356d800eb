import type { Row } from "./row.ts";
import { ASKING } from "./rows/asking.ts";
import { BRANCHING } from "./rows/branches.ts";
import { CUTTING } from "./rows/cutting.ts";
import { DEPLOYING } from "./rows/deploying.ts";
import { TELLING } from "./rows/facts.ts";
import { MARKS } from "./rows/marks.ts";
import { PADDING } from "./rows/padding.ts";
import { PRETENDING } from "./rows/pretending.ts";
import { EXPOSING } from "./rows/privacy.ts";
import { RENDERING } from "./rows/rendering.ts";
import { REVERTING } from "./rows/reverting.ts";
import { ROLLING_OUT } from "./rows/rolling-out.ts";
import { CONFIGURING } from "./rows/rules.ts";
import { CUTTING_UP } from "./rows/scopes.ts";
import { TARGETING } from "./rows/targets.ts";

const KINDS = [
  PADDING,
  CUTTING,
  MARKS,
  DEPLOYING,
  ROLLING_OUT,
  CONFIGURING,
  PRETENDING,
  REVERTING,
  BRANCHING,
  TARGETING,
  CUTTING_UP,
  ASKING,
];

/** Every row of CASES.md, section 3, in its order. */
export const ROWS: readonly Row[] = [...KINDS, TELLING, EXPOSING, RENDERING]
  .flat()
  .sort((a, b) => numberOf(a) - numberOf(b));

function numberOf({ id }: Row): number {
  return Number.parseInt(id.slice(1), 10);
}
