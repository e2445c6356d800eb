import type { FileChange } from "../github/changed-files.ts";
import type { ComparedCommit } from "../github/compared-commit.ts";
import type { Trees } from "../github/trees.ts";
import type { ListedFiles } from "./read-files.ts";

/** The commits and files of a change, whichever of GitHub's APIs told them. */
export interface ChangeContent extends Pick<ListedFiles, "isCut"> {
  /** `undefined` where GitHub cannot list them. */
  readonly files: readonly FileChange[] | undefined;
  readonly commits: readonly ComparedCommit[];
  /** The content of some of the commits that they go on from. */
  readonly trees: Trees;
  /** `undefined` where the patch itself was not told. */
  readonly patchId: string | undefined;
}
