import { z } from "zod";

/** What is read of the repository that a payload is about. */
export const REPOSITORY_FIELDS = {
  id: z.int(),
  name: z.string(),
  /** Null in a push when the account was deleted. */
  owner: z.object({ login: z.string() }).nullish(),
  /** What is trimmed already lacks it. */
  full_name: z.string().nullish(),
  archived: z.boolean().optional(),
  has_issues: z.boolean().optional(),
  /** What is kept from before this version lacks it. */
  updated_at: z.iso.datetime({ offset: true }).nullish(),
};

type ToldRepository = z.infer<z.ZodObject<typeof REPOSITORY_FIELDS>>;

/** Has a repository say who owns it, in its full name if nowhere else. */
export function withOwner<Told extends ToldRepository>(
  { full_name: fullName, owner, ...repository }: Told,
  context: z.RefinementCtx,
) {
  const login = owner?.login ?? fullName?.split("/")[0];
  if (login === undefined) context.addIssue({ code: "custom", path: ["owner"], message: "nobody owns it" });
  return { ...repository, owner: { login: login ?? "" } };
}
