/**
 * A source that could not be read.
 *
 * The message is one line, and says what to do. It is stored, logged and printed, so it holds no part of an answer, no
 * key, and no address.
 */
export class ReadingError extends Error {
  override readonly name = "ReadingError";
  /** The status of the vendor's answer; `undefined` for any other reason. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** Says that something beside the money could not be read. Throws an error that is no `ReadingError`. */
export function notRead(what: string, error: unknown): string {
  if (!(error instanceof ReadingError)) throw error;
  return error.status === undefined
    ? `${what} could not be read`
    : `${what} could not be read (${error.status})`;
}
