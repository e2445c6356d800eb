/** An error as plain data. Otherwise an error loses its name and code on the way to another thread. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly cause: PackedError | undefined;
}

/** Converts an error and its causes to plain data, including their stacks. */
export function packError(error: unknown): PackedError {
  if (!(error instanceof Error))
    return { name: "Error", message: String(error), stack: undefined, code: undefined, cause: undefined };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : packError(error.cause);
  return { name: error.name, message: error.message, stack: error.stack, code, cause };
}

/** The original error: with its name, its stack, and its cause. */
export function unpackError({ name, message, stack, code, cause }: PackedError): Error {
  const error = new Error(message, cause && { cause: unpackError(cause) });
  return Object.assign(error, { name, ...(stack && { stack }), ...(code && { code }) });
}
