const CO_AUTHOR = /^co-authored-by: .*<(.+)>$/i;

/** Title and body that GitHub gives a squash commit by default. */
export function squashMessage(
  pull: { readonly number: number; readonly title: string },
  messages: readonly string[],
): readonly [title: string, body: string] {
  const [only = ""] = messages;
  if (messages.length === 1) return [`${subjectOf(only)} (#${pull.number})`, bodyOf(only)];
  const commits = messages.map((message) => `* ${message}`).join("\n\n");
  const coAuthors = coAuthorsOf(messages);
  const footer = coAuthors.length > 0 ? `\n\n---------\n\n${coAuthors.join("\n")}` : "";
  return [`${pull.title} (#${pull.number})`, commits + footer];
}

/** The first line of a commit message. */
export function subjectOf(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}

function bodyOf(message: string): string {
  return message.slice(subjectOf(message).length).trim();
}

// GitHub names each e-mail address once, whatever the names before it.
function coAuthorsOf(messages: readonly string[]): string[] {
  const byEmail = new Map<string, string>();
  for (const line of messages.flatMap((message) => message.split("\n"))) {
    const email = CO_AUTHOR.exec(line)?.[1];
    if (email !== undefined && !byEmail.has(email)) byEmail.set(email, line);
  }
  return [...byEmail.values()].map((line) => line.replace(/^[^:]+/, "Co-authored-by"));
}
