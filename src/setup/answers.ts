import { z } from "zod";
import { isLoopback } from "../github/origins.ts";
import { readPublicUrl } from "../operations/public-url.ts";

/** The answers to the setup's questions. */
export interface Answers {
  /** The organization that will own the App; empty for the account of its creator. */
  readonly organization: string;
  /** The App's name, unique on GitHub. */
  readonly name: string;
  /** The address where GitHub and people reach this server, without a slash at its end. */
  readonly publicUrl: string;
  /** Who has digests: `organization`, `repository`, or empty to decide by the number of repositories. */
  readonly digestPer: string;
  /** The name of the repository of an organization's digest; empty to let Plimsoll choose. */
  readonly digestRepository: string;
}

/** The problem with each wrong answer, in one line. */
export type AnswerProblems = Partial<Record<keyof Answers, string>>;

/** Reads the form; `origin` is the origin of GitHub's pages. */
export function parseAnswers(
  filledIn: Answers,
  origin: string,
): { readonly answers: Answers } | { readonly problems: AnswerProblems } {
  const { data, error } = answersFor(origin).safeParse(filledIn);
  if (error === undefined) return { answers: data };
  // In reverse order, so that of several problems of one answer the first remains.
  const problems = error.issues.toReversed().map(({ path, message }) => [path[0], message]);
  return { problems: Object.fromEntries(problems) };
}

function answersFor(origin: string) {
  return z.object({
    organization: z
      .string()
      .trim()
      .regex(/^([a-z\d][a-z\d-]{0,38})?$/i, `Give its name alone, as in ${origin}/NAME`),
    // docs.github.com, "Registering a GitHub App": the longest name that GitHub accepts.
    name: z.string().trim().min(1, "Give the App a name").max(34, "GitHub allows at most 34 characters"),
    digestPer: z.enum(["", "organization", "repository"], "Choose one of the three"),
    digestRepository: z
      .string()
      .trim()
      .regex(/^[\w.-]{0,100}$/, "Give its name alone, without its owner"),
    publicUrl: z
      .string()
      .trim()
      .transform((text, context) => readPublicUrl(text) ?? notAnAddress(context))
      .refine((url) => !isLoopback(url) || isLoopback(origin), {
        error:
          "GitHub cannot reach localhost, and refuses it: give the address of a proxy or tunnel to this server",
      }),
  });
}

function notAnAddress(context: z.core.$RefinementCtx): never {
  context.addIssue("Give an address such as https://plimsoll.example.com, without a query");
  return z.NEVER;
}

/** The answers about digests as variables for the env file. */
export function digestVariablesOf({ digestPer, digestRepository }: Answers): Record<string, string> {
  const all = { DIGEST_PER: digestPer, DIGEST_REPOSITORY: digestRepository };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}
