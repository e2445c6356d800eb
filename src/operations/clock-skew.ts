/** When a request was sent and answered, in milliseconds by our clock, and when that was by the answerer's, to the second. */
export interface Answering {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** What the answer's `Date` header holds: milliseconds that are whole seconds. */
  readonly date: number;
}

/**
 * By how many seconds our clock is ahead of the answerer's; less than 0 when it is behind.
 *
 * The header was written at some time between sending and answering, within the second that it names. What these two
 * allow is taken for no difference, so a slow answer makes no clock wrong.
 */
export function clockSkew({ sentAt, answeredAt, date }: Answering): number {
  const least = sentAt - (date + 1_000);
  const most = answeredAt - date;
  return (least > 0 ? least : Math.min(most, 0)) / 1_000;
}
