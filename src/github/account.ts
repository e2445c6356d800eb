/** An account as GitHub names it in a payload. */
export interface Account {
  readonly id: number;
  readonly type: string;
  /** Empty unless it is a bot. */
  readonly login: string;
}
