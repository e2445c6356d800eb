/** The account that filed a deployment or release. */
export interface Creator {
  /** A keyed hash of the account's id. */
  readonly id: string;
  readonly kind: "app" | "person";
}
