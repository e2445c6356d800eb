import { caveats } from "./caveats/section.ts";
import { chart } from "./chart/section.ts";
import { funnel } from "./funnel/section.ts";
import { gaps } from "./gaps/section.ts";
import { guardrails } from "./guardrails/section.ts";
import { headline } from "./headline/section.ts";
import { meaning } from "./meaning/section.ts";
import { next } from "./next/section.ts";
import { nothing } from "./nothing/section.ts";
import { previewTools } from "./preview-tools/section.ts";
import { reference } from "./reference/section.ts";
import { repositories } from "./repositories/section.ts";
import { restated } from "./restated/section.ts";
import { scopes } from "./scopes/section.ts";
import type { Section } from "./section.ts";
import { shipped } from "./shipped/section.ts";
import { spend } from "./spend/section.ts";
import { tools } from "./tools/section.ts";
import { uncounted } from "./uncounted/section.ts";
import { undone } from "./undone/section.ts";
import { verdict } from "./verdict/section.ts";
import { warnings } from "./warnings/section.ts";
import { weeks } from "./weeks/section.ts";
import { zeros } from "./zeros/section.ts";

/** All sections of a digest. Every surface shows them in this order. */
export const SECTIONS: Readonly<Record<string, Section>> = {
  headline,
  verdict,
  next,
  nothing,
  chart,
  meaning,
  caveats,
  warnings,
  gaps,
  zeros,
  shipped,
  undone,
  funnel,
  previewTools,
  guardrails,
  tools,
  spend,
  reference,
  restated,
  uncounted,
  scopes,
  repositories,
  weeks,
};
