/** An error that the user can put right; the message is one line and names the thing and the remedy. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A wrongly called command: it ends with 2. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}
