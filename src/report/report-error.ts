/** A report that cannot be made. The message is one line, and says what to do. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}
