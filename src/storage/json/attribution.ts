import { z } from "zod";
import type { Agent } from "../../domain/attribution/agent.ts";
import type { KeptEvidence, KeptHint } from "../../domain/attribution/change-attribution.ts";
import { ACCEPTED_TRAILERS } from "../../domain/policy.ts";
import type { Keys } from "./form.ts";

/** What of a commit or of its note declares a tool, as it is kept. */
export const evidence: z.ZodType<readonly KeptEvidence[]> = z.array(
  z.object({
    kind: z.enum(["author", "trailer", "co-author", "note", "footer", "prose", "suggestion"]),
    tool: z.string(),
    model: z.string().exactOptional(),
    surface: z.string().exactOptional(),
    key: z.enum(ACCEPTED_TRAILERS).exactOptional(),
  } satisfies Keys<KeptEvidence>),
);

/** What of a commit looks like a declaration, as it is kept. */
export const hints: z.ZodType<readonly KeptHint[]> = z.array(
  z.object({ kind: z.enum(["committer", "branch", "prose"]), tool: z.string() }),
);

const texts = z.array(z.string());

/** The agents that a config declares, as they are kept: of a row of the table of agents, what a config can say. */
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
