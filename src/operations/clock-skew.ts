/** The times of a request and its response, in milliseconds by our clock, and the other side's time, to the second. */
export interface Answering {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** The `Date` header of the response, in milliseconds: whole seconds. */
  readonly date: number;
}

/**
 * Computes the number of seconds that our clock is ahead of the other side's; negative when it is behind.
 *
 * The header was written between the request and the response, within the second that it names. A difference within
 * these bounds counts as none, so a slow response makes no clock wrong.
 */
export function clockSkew({ sentAt, answeredAt, date }: Answering): number {
  const least = sentAt - (date + 1_000);
  const most = answeredAt - date;
  return (least > 0 ? least : Math.min(most, 0)) / 1_000;
}
