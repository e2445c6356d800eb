/** A line of a message that may carry a mark: not fenced, not quoted, not indented as a sample. */
export interface MessageLine {
  readonly text: string; // without white space at both ends
  readonly from: number; // where the line begins in the message
}
