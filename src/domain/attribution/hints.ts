import { AGENT_FOLDER, toolOfBranch } from "./branches.ts";
import type { CommitText } from "./commit-text.ts";
import type { Hint } from "./evidence.ts";
import type { AuthorIdentifier } from "./identify.ts";

/** The committer of changes that are merged on GitHub. */
const GITHUB = "noreply@github.com";

/** Finds the marks in an undeclared commit that look like a declaration, for a reader to weigh. */
export function hintsOf(commit: CommitText, subject: string, identifyAuthor: AuthorIdentifier): Hint[] {
  return [...committerHint(commit, identifyAuthor), ...branchHint(subject)];
}

// A committer applied the change. Aider documents it as "the user's own change", for others it is a rebase.
function committerHint({ author, committer }: CommitText, identifyAuthor: AuthorIdentifier): Hint[] {
  if (committer.email === GITHUB || (committer.email === author.email && committer.name === author.name))
    return [];
  const found = identifyAuthor(committer);
  if (found === undefined) return [];
  return [{ kind: "committer", tool: found.tool, text: `${committer.name} <${committer.email}>` }];
}

function branchHint(subject: string): Hint[] {
  if (!subject.startsWith("Merge ") || !AGENT_FOLDER.test(subject)) return [];
  for (const word of subject.split(" ")) {
    const tool = toolOfBranch(word.replaceAll("'", "").replaceAll('"', ""));
    if (tool !== undefined) return [{ kind: "branch", tool, text: word }];
  }
  return [];
}
