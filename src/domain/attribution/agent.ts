/** A GitHub account of a tool. The numeric id outlives a new login, and shows the surface. */
export interface AgentAccount {
  readonly id?: number;
  readonly login: string;
  readonly surface?: string;
  /** Only when the display name begins so (lower case): several tools share one account. */
  readonly named?: string;
  /** As a co-author this is a reviewer whose suggestion a person committed. */
  readonly suggests?: true;
  /** As an author the account does other work than the tool's, so only a co-author line counts. */
  readonly neverAuthor?: true;
  /** As such an author it is the tool's work all the same when a line of the message begins so. Lower case. */
  readonly authorSays?: string;
}

/** An exact e-mail address of a tool. A vendor's domain is never enough: people work there. */
export interface AgentEmail {
  readonly address: string; // lower case
  readonly surface?: string;
  /** Other tools write it too, so a tool's own name beside it wins. */
  readonly shared?: true;
}

/** A pattern of addresses, where each user or each run of a tool has its own. */
export interface AgentAddresses {
  readonly address: RegExp; // matched in lower case
  /** Only when the display name is the tool's, or its model's: the address alone could be a person's. */
  readonly isNamed?: true;
}

/** A trailer key that only this tool writes. */
export interface AgentTrailer {
  readonly key: string; // lower case
  /** One of these must occur in the value (lower case); without them any value that is not empty counts. */
  readonly values?: readonly string[];
  /** Instead of `values`, the form of the whole value. */
  readonly form?: RegExp;
  readonly surface?: string;
}

/** The beginnings of the subject and of the body's first line after a tool pasted its conversation. Lower case. */
export interface AgentConversation {
  readonly subject: string;
  readonly heading: string;
}

/**
 * The way in which a tool works: an `agent` by itself, an `assistant` in a person's editor or terminal, a `reviewer` on
 * other people's work.
 *
 * A mark can name another role than the row's: see `roleOf`.
 */
export type ToolRole = "agent" | "assistant" | "reviewer";

/** One AI tool and every form in which it signs commits. Adding a tool is adding a row. */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** An assistant if absent. */
  readonly role?: ToolRole;
  readonly accounts?: readonly AgentAccount[];
  readonly emails?: readonly AgentEmail[];
  readonly addresses?: readonly AgentAddresses[];
  /** Names that no person and no ordinary thing bears; `#` stands for a version number. Lower case. */
  readonly names?: readonly string[];
  /** Names that are also words or people's names: accepted only alone, or beside a version or a model. */
  readonly words?: readonly string[];
  /** Names that are people's first names: as `words`, and never by themselves on a co-author line. Lower case. */
  readonly firstNames?: readonly string[];
  /** Model families that stand for the tool when no tool is named beside them. */
  readonly models?: readonly string[];
  /** The suffix that the tool adds to its user's name when it wrote the change. */
  readonly authorSuffix?: string;
  readonly trailers?: readonly AgentTrailer[];
  /** The beginnings of the tool's generator line, without emoji and emphasis; at least five letters. Lower case. */
  readonly footers?: readonly string[];
  readonly conversations?: readonly AgentConversation[];
  /** Labels of pull requests that its own account sets. Lower case. */
  readonly labels?: readonly string[];
  /** First and last month in which the form was in use, as far as known. */
  readonly seen?: { readonly first?: string; readonly last?: string };
  /**
   * The source of the row: [src] the tool's source, [doc], [issue], or [seen] in public commits; `[doc] documented, not
   * seen` where no commit was found.
   */
  readonly source: string;
}
