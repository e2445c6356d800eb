import type { Html } from "../../html.ts";
import type { SiteScope } from "../site.ts";
import { leadTimes, undone } from "./after-merge.ts";
import { adoption, share } from "./assistance.ts";
import { figure } from "./plot.ts";
import { toolPlot } from "./tools.ts";
import { totals, trend } from "./work.ts";

/** The charts of a scope by week, without empty ones. */
export function figuresOf(scope: SiteScope): readonly Html[] {
  const plots = [totals, share, leadTimes, undone, toolPlot, adoption, trend].map((plot) => plot(scope));
  return plots.flatMap((plot) => (plot === undefined ? [] : [figure(plot)]));
}
