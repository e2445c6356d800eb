/** The commits reachable from `head` and not from `base`. */
export interface Range {
  readonly base: string;
  readonly head: string;
}

/** A range as GitHub writes it: `base...head`. */
export function rangeKey({ base, head }: Range): string {
  return `${base}...${head}`;
}
