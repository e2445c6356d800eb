import type { AcceptedTrailer } from "../policy.ts";
import type { AccountAttribution, AttributedCommit } from "./change-attribution.ts";
import type { ToolLabel } from "./labels.ts";

/** The parts of a pull request that a rule about disclosure looks at. */
export interface Discloser {
  readonly account: AccountAttribution;
  /** The tool whose folder holds its branch. */
  readonly branchTool: string | undefined;
  readonly commits: readonly AttributedCommit[];
  readonly labels: readonly ToolLabel[];
}

/**
 * Whether a pull request makes the declaration that a rule asks for.
 *
 * `not-asked`: no known agent opened it, or none of its commits could be read.
 */
export type Disclosure = "not-asked" | "declared" | "missing";

/**
 * Judges a pull request by a known agent: one of its own commits, or a label by the tool's own account, must declare a
 * tool.
 *
 * The pull request's author or its branch shows the agent. With `trailers`, only these are accepted.
 */
export function disclosureOf(pull: Discloser, trailers: readonly AcceptedTrailer[] | undefined): Disclosure {
  if (agentsOf(pull).length === 0 || pull.commits.length === 0) return "not-asked";
  if (pull.commits.some(({ attribution }) => attribution === "unknown")) return "not-asked";
  const isLabelled = trailers === undefined && pull.labels.some(({ isOwn }) => isOwn);
  const isSaid = pull.commits.some((commit) => isAccepted(commit, trailers));
  return isLabelled || isSaid ? "declared" : "missing";
}

/** Finds the known agents behind a pull request. */
export function agentsOf(pull: Pick<Discloser, "account" | "branchTool">): readonly string[] {
  const { account, branchTool } = pull;
  const tools = account.attribution === "declared" ? account.tools : [];
  return [...new Set([...tools, ...(branchTool === undefined ? [] : [branchTool])])];
}

function isAccepted(
  { evidence }: AttributedCommit,
  trailers: readonly AcceptedTrailer[] | undefined,
): boolean {
  if (trailers === undefined) return evidence.length > 0;
  return evidence.some(({ key }) => key !== undefined && trailers.includes(key));
}
