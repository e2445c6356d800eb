import type { FileChange } from "../github/changed-files.ts";
import type { ComparedCommit } from "../github/compared-commit.ts";
import type { Trees } from "../github/trees.ts";
import type { ListedFiles } from "./read-files.ts";

/** The commits and files of a change, from any of GitHub's APIs. */
export interface ChangeContent extends Pick<ListedFiles, "isCut"> {
  /** `undefined` where GitHub cannot list them. */
  readonly files: readonly FileChange[] | undefined;
  readonly commits: readonly ComparedCommit[];
  /** The trees of some parents of the commits. */
  readonly trees: Trees;
  /** `undefined` where the patch itself is unknown. */
  readonly patchId: string | undefined;
}
