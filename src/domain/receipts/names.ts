import type { Change } from "../shipping/change.ts";

/** A deployment or release, by GitHub's number. */
export interface DeploymentName {
  readonly kind: "deployment" | "release";
  readonly id: number;
}

/** The name of a deployment by its stored id: a release has the negative of GitHub's id. */
export function deploymentName(id: number): DeploymentName {
  return id < 0 ? { kind: "release", id: -id } : { kind: "deployment", id };
}

/** A deployment or release in a sentence: `deployment 42`, `release 7`. */
export function deploymentInWords(id: number): string {
  const name = deploymentName(id);
  return `${name.kind} ${name.id}`;
}

/** The name of a change in all repositories: `acme/shop#12`, or `acme/shop@` and the last commit of a push. */
export function changeName(repository: string, { id }: Pick<Change, "id">): string {
  return isPush({ id }) ? `${repository}@${id}` : `${repository}${id}`;
}

/** Whether a change was pushed without a pull request: `#12`, or GitLab's `!12`. */
export function isPush({ id }: Pick<Change, "id">): boolean {
  return !/^[#!]/.test(id);
}

const MOST_NAMES = 5;

/**
 * The names of some changes in a sentence: `#1, #2 and 0a1b2c3`, or the first of many and the number of further ones.
 */
export function listInWords(ids: readonly string[]): string {
  const names = ids.map((id) => (isPush({ id }) ? id.slice(0, 7) : id));
  if (names.length > MOST_NAMES)
    return `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
