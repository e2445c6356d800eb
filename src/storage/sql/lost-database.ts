import { LostClaimError } from "./claim.ts";

/** The connection to the database was lost, or none could be made. Whether the last query was done is not known. */
export class LostDatabaseError extends Error {
  override readonly name = "LostDatabaseError";
}

/** The most causes of an error that are looked at. */
const DEEPEST = 5;

/** Whether an error, or one of its causes, says that the database was lost. It may come from another thread. */
export function isDatabaseLost(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEEPEST) return false;
  // In another thread it was an instance of another class.
  return error.name === "LostDatabaseError" || isDatabaseLost(error.cause, depth + 1);
}

/** Whether work can only be done again: the database was lost, or this server's claim to the work. */
export function isWorkLost(error: unknown): boolean {
  return error instanceof LostClaimError || isDatabaseLost(error);
}

/** Throws an error that ends all of the work that is under way, and says nothing of the part that met it. */
export function throwIfLost(error: unknown): void {
  if (isWorkLost(error)) throw error;
}
