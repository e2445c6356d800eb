import {
  attributeCommit,
  type CommitAttribution,
  type Identity,
} from "../../../src/domain/attribution/attribution.ts";

/** A person without any mark. */
export const PERSON: Identity = { name: "Ada Example", email: "ada@mail.example" };

/** The attribution of a commit by a person, unless another author or committer is given. */
export function attributed(
  message: string,
  { author = PERSON, committer = author }: { author?: Identity; committer?: Identity } = {},
): CommitAttribution {
  return attributeCommit({ message, author, committer });
}

/** An identity written as git prints it, `Name <email>`. */
export function identity(text: string): Identity {
  const open = text.indexOf(" <");
  return { name: text.slice(0, open), email: text.slice(open + 2, -1) };
}
