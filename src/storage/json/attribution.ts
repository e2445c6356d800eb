import { z } from "zod";
import type { Agent } from "../../domain/attribution/agent.ts";
import type { KeptEvidence, KeptHint } from "../../domain/attribution/change-attribution.ts";
import { ACCEPTED_TRAILERS } from "../../domain/policy.ts";
import type { Keys } from "./form.ts";

/** The stored evidence of a commit or its note. */
export const evidence: z.ZodType<readonly KeptEvidence[]> = z.array(
  z.object({
    kind: z.enum(["author", "trailer", "co-author", "note", "footer", "prose", "suggestion"]),
    tool: z.string(),
    model: z.string().exactOptional(),
    surface: z.string().exactOptional(),
    key: z.enum(ACCEPTED_TRAILERS).exactOptional(),
  } satisfies Keys<KeptEvidence>),
);

/** The stored hints of a commit. */
export const hints: z.ZodType<readonly KeptHint[]> = z.array(
  z.object({ kind: z.enum(["committer", "branch", "prose"]), tool: z.string() }),
);

const texts = z.array(z.string());

/** The stored agents of a config: the columns of the table of agents that a config can set. */
export const agents: z.ZodType<readonly Agent[]> = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    vendor: z.string(),
    names: texts.default([]),
    footers: texts.default([]),
    source: z.string(),
    emails: z.array(z.object({ address: z.string() })).default([]),
    accounts: z.array(z.object({ login: z.string() })).default([]),
    trailers: z.array(z.object({ key: z.string(), values: texts.exactOptional() })).default([]),
  }),
);
