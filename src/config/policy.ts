import { z } from "zod";
import { ACCEPTED_TRAILERS, DAYS, DEFAULT_POLICY, DISCLOSURE_POLICIES } from "../domain/policy.ts";
import { repository, timezone } from "./checks.ts";
import { describeValue } from "./values.ts";

const { digest: DIGEST, check: CHECK, privacy: PRIVACY } = DEFAULT_POLICY;
const LOWEST_FLOOR = 3;

/** The weekly digest. */
export const digest = z
  .strictObject({
    enabled: z
      .boolean()
      .default(DIGEST.enabled)
      .describe("Whether this repository has a digest, and is part of its organization's"),
    repository: repository
      .optional()
      .describe(
        "Where the organization's digest is published, as NAME or OWNER/NAME of the same owner; its repositories then publish none of their own. Read only from the config of the owner's `.github` repository",
      ),
    day: z.enum(DAYS).default(DIGEST.day).describe("The day on which it is published"),
    hour: z
      .int()
      .min(0)
      .max(23)
      .default(DIGEST.hour)
      .describe("The hour from which on it is published, 0 to 23, in `digest.timezone`"),
    timezone: timezone.default("UTC").describe("The IANA time zone of its days and weeks"),
  })
  .prefault({})
  .describe("The weekly digest");

/** The check run on each pull request. */
export const check = z
  .strictObject({
    enabled: z.boolean().default(CHECK.enabled).describe("Whether pull requests get a check run"),
  })
  .prefault({})
  .describe("The check run on each pull request");

/** How few people a figure may be about. */
export const privacy = z
  .strictObject({
    floor: z
      .int()
      .min(LOWEST_FLOOR, {
        error: ({ input }) => `${describeValue(input)}: cannot be lowered under ${LOWEST_FLOOR}`,
      })
      .default(PRIVACY.floor)
      .describe(`The fewest people that a figure about people is published for, ${LOWEST_FLOOR} or more`),
    strict: z
      .boolean()
      .default(PRIVACY.strict)
      .describe("Whether every figure that divides work by AI assistance is held to the floor as well"),
    public: z
      .boolean()
      .default(PRIVACY.public)
      .describe(
        "Whether this is an open-source project with fewer people; takes effect only in a public repository",
      ),
  })
  .prefault({})
  .describe("How many people a published figure needs");

const policy = z.enum(DISCLOSURE_POLICIES);

const trailer = z.string().trim().toLowerCase().pipe(z.enum(ACCEPTED_TRAILERS));

const disclosureRule = z.strictObject({
  policy: policy.describe("What is asked of a pull request by a known agent"),
  trailers: z
    .array(trailer)
    .min(1)
    .optional()
    .describe("The only trailers that are accepted as a declaration; without them every declaration is"),
});

/** What a pull request by a known agent must say: one word, or a mapping. */
export const disclosure = z
  .preprocess(
    // In YAML 1.1 `off` means false.
    (value) => (value === false ? "off" : value),
    z.union([disclosureRule, policy]),
  )
  .default(DEFAULT_POLICY.disclosure.policy)
  .describe(
    "What is asked of a pull request by a known agent: nothing (`off`), a note where the declaration is missing (`note`), or a declaration (`require`)",
  )
  .transform((rule) =>
    typeof rule === "string"
      ? { policy: rule, trailers: undefined }
      : { policy: rule.policy, trailers: rule.trailers },
  );
