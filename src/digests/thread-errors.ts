/** An error as plain data: what crosses to another thread keeps neither its name nor its code otherwise. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly cause: PackedError | undefined;
}

/** Makes plain data of an error and of what caused it, their stacks included. */
export function packError(error: unknown): PackedError {
  if (!(error instanceof Error))
    return { name: "Error", message: String(error), stack: undefined, code: undefined, cause: undefined };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : packError(error.cause);
  return { name: error.name, message: error.message, stack: error.stack, code, cause };
}

/** The error that was packed: with its name, its stack, and what caused it. */
export function unpackError({ name, message, stack, code, cause }: PackedError): Error {
  const error = new Error(message, cause && { cause: unpackError(cause) });
  return Object.assign(error, { name, ...(stack && { stack }), ...(code && { code }) });
}
