import { type Answering, clockSkew } from "../clock-skew.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** In seconds: GitHub refuses an App that is further ahead. */
const REFUSED = 60;
/** In seconds. */
const NOTABLE = 30;

/** Compares our clock with the time of GitHub's response; `date` is `NaN` without one. */
export function checkClock(answering: Answering): Finding {
  if (Number.isNaN(answering.date))
    return warning("clock", "GitHub's answer has no time", "have the clock set by NTP");
  const skew = clockSkew(answering);
  const text = `${Math.round(Math.abs(skew))} s ${skew > 0 ? "ahead of" : "behind"} GitHub's`;
  if (Math.abs(skew) > REFUSED) return problem("clock", text, "have the clock set by NTP");
  if (Math.abs(skew) > NOTABLE) return warning("clock", text, "have the clock set by NTP");
  return ok("clock", "the same as GitHub's, within 30 s");
}
