import type { DeploymentState } from "../domain/shipping/deployment.ts";
import { knownWord } from "./words.ts";

/** The states of a deployment. */
export const DEPLOYMENT_STATES = [
  "error",
  "failure",
  "inactive",
  "in_progress",
  "pending",
  "queued",
  "success",
  "waiting",
] as const satisfies readonly DeploymentState[];

/** Reads a state; REST and GraphQL have the same words, in lower or upper case. `undefined` for a new one. */
export function deploymentStateOf(word: string): DeploymentState | undefined {
  return knownWord("deployment_status.state", DEPLOYMENT_STATES, word.toLowerCase());
}
