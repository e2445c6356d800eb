import { z } from "zod";

/** The fields of a payload's repository that are read. */
export const REPOSITORY_FIELDS = {
  id: z.int(),
  name: z.string(),
  /** Null in a push when the account was deleted. */
  owner: z.object({ login: z.string() }).nullish(),
  /** A trimmed payload lacks it. */
  full_name: z.string().nullish(),
  archived: z.boolean().optional(),
  has_issues: z.boolean().optional(),
  /** Payloads that earlier versions stored lack it. */
  updated_at: z.iso.datetime({ offset: true }).nullish(),
};

type PayloadRepository = z.infer<z.ZodObject<typeof REPOSITORY_FIELDS>>;

/** Fills in the owner of a repository, from its full name if nothing else has it. */
export function withOwner<Repository extends PayloadRepository>(
  { full_name: fullName, owner, ...repository }: Repository,
  context: z.RefinementCtx,
) {
  const login = owner?.login ?? fullName?.split("/")[0];
  if (login === undefined) context.addIssue({ code: "custom", path: ["owner"], message: "nobody owns it" });
  return { ...repository, owner: { login: login ?? "" } };
}
