import { z } from "zod";
import { agent, attribution } from "./agent.ts";
import { globs, logins, MOST_ENTRIES } from "./checks.ts";
import { check, digest, disclosure, notify, privacy } from "./policy.ts";
import { scopes } from "./scopes.ts";
import { spend } from "./spend.ts";

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, "an id has lower-case letters, digits and hyphens");

const service = z.strictObject({
  environments: globs.min(1).describe("Names or globs of the environments that it is deployed to"),
  paths: globs.min(1).describe("Globs of the files that it is made of, from the root, such as `api/**`"),
});

/** A config file. Each key carries its description, for the documentation and for editors. */
export const configFile = z
  .strictObject({
    agents: z
      .record(id, agent)
      .default({})
      .describe("In-house agents by id, which has lower-case letters, digits and hyphens"),
    attribution,
    ship: z
      .enum(["auto", "deployments", "releases", "merges"])
      .default("auto")
      .describe(
        "What ships: GitHub's deployments, published releases, or merges to the default branch (a proxy: merged, not deployed); `auto` takes deployments, or releases where those carry more of what was merged",
      ),
    production: globs
      .optional()
      .describe(
        "Names or globs of the production environments, instead of names like `prod`, `shop-production`, `live-eu`; what GitHub flags as production stays so",
      ),
    services: z
      .record(z.string().trim().min(1).max(60), service)
      .refine(
        (services) => Object.keys(services).length <= MOST_ENTRIES,
        `more than ${MOST_ENTRIES} services`,
      )
      .default({})
      .describe("Parts of the repository that are deployed by themselves, by name"),
    exclude: globs
      .default([])
      .describe("Globs of files that do not count, beside what is generated, vendored or documentation"),
    bots: logins
      .default([])
      .describe(
        "GitHub logins of more accounts that are not people; `plimsoll preview` also compares them with the names of commits, and with what stands before the @ of their addresses",
      ),
    creators: logins
      .default([])
      .describe("GitHub logins of the accounts whose deployments are believed; without any, all are"),
    digest,
    check,
    privacy,
    disclosure,
    notify,
    scopes,
    spend,
  })
  .meta({ title: "Plimsoll", description: "How Plimsoll measures a repository: .github/plimsoll.yml" });
