/** A clone that cannot be previewed; the message names the clone and the remedy. */
export class CloneError extends Error {
  override readonly name = "CloneError";
}
