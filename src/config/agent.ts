import { z } from "zod";
import type { Agent } from "../domain/attribution/agent.ts";
import { DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import { checked } from "./checks.ts";

const lowered = z.string().trim().min(1).toLowerCase();

const trailer = z.strictObject({
  key: lowered.regex(/^[A-Za-z0-9-]+$/).describe("The trailer's key"),
  values: z
    .array(lowered)
    .min(1)
    .optional()
    .describe("Values of which one must occur; without them every value will do"),
});

/** An organization's own agent, in the shape of a row of the table of agents. */
export const agent = z.strictObject({
  name: z.string().trim().min(1).max(60).describe("What people read"),
  emails: z
    .array(z.email().toLowerCase())
    .default([])
    .describe("Exact e-mail addresses with which only this agent signs"),
  logins: z.array(lowered).default([]).describe("GitHub logins under which only this agent works"),
  trailers: z.array(trailer).default([]).describe("Trailers that only this agent writes"),
  footers: z
    .array(
      checked(lowered, (line) =>
        (line.match(/[a-z]/g)?.length ?? 0) >= 5 ? undefined : "needs at least five letters",
      ),
    )
    .default([])
    .describe(
      "How its generator line begins: five letters at least, since short beginnings match ordinary prose",
    ),
  names: z
    .array(lowered.min(3))
    .default([])
    .describe("Names of it that no person and no ordinary thing bears"),
});

/** The settings of attribution. */
export const attribution = z
  .strictObject({
    prose: z
      .boolean()
      .default(DEFAULT_ATTRIBUTION.prose)
      .describe(
        "Whether a sentence of its own declares a tool, such as `Written by an agent (Codex, GPT-5).`; `false` makes it a hint, since it is said by accident more easily than a trailer",
      ),
  })
  .prefault({})
  .describe("What of a commit declares an AI tool");

/** Converts an agent of a config to a row of the table. */
export function toAgent([id, { name, emails, logins, trailers, footers, names }]: [
  string,
  z.infer<typeof agent>,
]): Agent {
  return {
    id,
    name,
    vendor: "in-house",
    names,
    footers,
    source: "config",
    emails: emails.map((address) => ({ address })),
    accounts: logins.map((login) => ({ login })),
    trailers: trailers.map(({ key, values }) => (values === undefined ? { key } : { key, values })),
  };
}
