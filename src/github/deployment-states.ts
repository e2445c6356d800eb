import type { DeploymentState } from "../domain/shipping/deployment.ts";
import { knownWord } from "./words.ts";

/** What the status of a deployment can say. */
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

/** Reads a state; REST and GraphQL have the same words, in capitals or not. `undefined` for one that is new. */
export function deploymentStateOf(word: string): DeploymentState | undefined {
  return knownWord("deployment_status.state", DEPLOYMENT_STATES, word.toLowerCase());
}
