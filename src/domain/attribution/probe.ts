/** The first four letters of a line as one number, without regard to case: lines that begin alike have the same. */
export function probeAt(text: string, at: number): number {
  let probe = 0;
  for (let offset = 0; offset < 4; offset++) probe = (probe << 8) ^ (text.charCodeAt(at + offset) | 0x20);
  return probe;
}
