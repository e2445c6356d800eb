import { classifyError } from "../operations/error-kind.ts";
import { errorText } from "../operations/error-text.ts";
import type { Stores } from "../storage/stores.ts";

/** A failure: the kind of work, the error, and its time. */
interface Failure {
  /** `delivery push`, `check run`, `digest`; it names no repository. */
  readonly work: string;
  readonly error: unknown;
  readonly at: Date;
}

/** Keeps a failure for `plimsoll status` if it is a bug of ours; a failure that passes by itself is only logged. */
export async function recordBug({ bugs }: Pick<Stores, "bugs">, { work, error, at }: Failure): Promise<void> {
  if (classifyError(error) === "bug") await bugs.remember({ work, error: errorText(error), at });
}
