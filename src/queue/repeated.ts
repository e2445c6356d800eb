/** Whether a failure is logged that came so many times in a row: at the 1st, 2nd, 4th, 8th … time, and each hundredth. */
export function isLogged(times: number): boolean {
  return Number.isInteger(Math.log2(times)) || times % 100 === 0;
}
