import { z } from "zod";
import type { Agent } from "../domain/attribution/agent.ts";
import { section } from "./section.ts";

const lowered = z.string().trim().min(1).toLowerCase();

/** An organization's own agent, in the shape of a row of the table of agents. */
export const agent = section({
  /** What people read. */
  name: z.string().trim().min(1).max(60),
  /** Exact e-mail addresses with which only this agent signs. */
  emails: z.array(z.email().toLowerCase()).default([]),
  /** GitHub logins under which only this agent works. */
  logins: z.array(lowered).default([]),
  /** Keys of trailers that only this agent writes; with values, one of them must occur. */
  trailers: z
    .array(section({ key: lowered.regex(/^[a-z0-9-]+$/), values: z.array(lowered).min(1).optional() }))
    .default([]),
  /** How its generator line begins. Short beginnings would match ordinary prose. */
  footers: z
    .array(lowered.refine((line) => (line.match(/[a-z]/g)?.length ?? 0) >= 5, "needs at least five letters"))
    .default([]),
  /** Names of it that no person and no ordinary thing bears. */
  names: z.array(lowered.min(3)).default([]),
});

/** Makes a row of the table out of what a config declares. */
export function toAgent([id, { name, emails, logins, trailers, footers, names }]: [
  string,
  z.infer<typeof agent>,
]): Agent {
  return {
    ...{ id, name, vendor: "in-house", names, footers, source: "config" },
    emails: emails.map((address) => ({ address })),
    accounts: logins.map((login) => ({ login })),
    trailers: trailers.map(({ key, values }) => (values === undefined ? { key } : { key, values })),
  };
}
