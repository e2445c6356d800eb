/** Something that the user can put right; the message is one line and names the thing and the remedy. */
export class UserError extends Error {
  override readonly name = "UserError";
}
