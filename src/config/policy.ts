import { z } from "zod";
import { NOTIFICATION_FORMATS } from "../domain/notification.ts";
import {
  ACCEPTED_TRAILERS,
  CHECK_SHOWS,
  DAYS,
  DEFAULT_POLICY,
  DIGEST_PERS,
  DISCLOSURE_POLICIES,
  type DisclosurePolicy,
  type Policy,
} from "../domain/policy.ts";
import { repository, timezone } from "./checks.ts";
import { describeValue } from "./values.ts";

const { digest: DIGEST, check: CHECK, privacy: PRIVACY, notify: NOTIFY } = DEFAULT_POLICY;
const LOWEST_FLOOR = 3;
const HIGHEST_FLOOR = 1_000;

/** The weekly digest. */
export const digest = z
  .strictObject({
    enabled: z
      .boolean()
      .default(DIGEST.enabled)
      .describe("Whether this repository has a digest, and is part of its organization's"),
    per: z
      .enum(DIGEST_PERS)
      .default(DIGEST.per)
      .describe(
        "Whether the organization has one digest, or each repository its own. `auto`: the organization, once more than five repositories would have one. Beside the organization's, a repository has one only if its own config says `repository`",
      ),
    repository: repository
      .optional()
      .describe(
        "Where the organization's digest is published, as NAME or OWNER/NAME of the same owner; with it, the organization has one. Read only from the config of the owner's `.github` repository",
      ),
    day: z.enum(DAYS).default(DIGEST.day).describe("The day on which it is published"),
    hour: z
      .int()
      .min(0)
      .max(23)
      .default(DIGEST.hour)
      .describe("The hour from which on it is published, in `digest.timezone`"),
    timezone: timezone.default("UTC").describe("The IANA time zone of its days and weeks"),
  })
  .prefault({})
  .describe("The weekly digest");

/** The check run on each pull request. */
export const check = z
  .strictObject({
    show: z
      .union([z.enum(CHECK_SHOWS), z.literal(false)])
      .default(CHECK.show)
      .describe(
        "Which pull requests get a check run: all, those with something to show (`declared`), or none (`off`)",
      ),
    enabled: z
      .boolean()
      .default(CHECK.enabled)
      .describe(
        "Whether there are check runs at all; `false` means `check.show: off`, whatever that key says",
      ),
  })
  .prefault({})
  .describe("The check run on each pull request");

/** The fewest people that a figure may be about. */
export const privacy = z
  .strictObject({
    floor: z
      .int()
      .min(LOWEST_FLOOR, {
        error: ({ input }) => `${describeValue(input)}: cannot be lowered under ${LOWEST_FLOOR}`,
      })
      .max(HIGHEST_FLOOR)
      .default(PRIVACY.floor)
      .describe(
        `The fewest people that a figure about people, or a split of their work by AI assistance, is published for; it cannot be lowered under ${LOWEST_FLOOR}`,
      ),
    strict: z
      .boolean()
      .default(PRIVACY.strict)
      .describe(
        "Whether each side of a split by AI assistance needs as many people as the floor too, where it is not empty",
      ),
    public: z
      .boolean()
      .default(PRIVACY.public)
      .describe(
        "Whether figures about fewer people are published too, as suits a small open-source project; takes effect only in a public repository",
      ),
  })
  .prefault({})
  .describe("How many people a published figure needs");

/** What is sent to the operator's address, beside the issue. */
export const notify = z
  .strictObject({
    digest: z
      .boolean()
      .default(NOTIFY.digest)
      .describe("Whether the first screen of each new digest is sent too"),
    alerts: z
      .boolean()
      .default(NOTIFY.alerts)
      .describe(
        "Whether alerts about spend are sent too. Read only from the config of the owner's `.github` repository",
      ),
    format: z
      .enum(NOTIFICATION_FORMATS)
      .default(NOTIFY.format)
      .describe("The form: the blocks of Slack, a card of Microsoft Teams, or plain JSON"),
  })
  .prefault({})
  .describe(
    "What is sent to the address in the server's environment (`NOTIFY_URL`). A config cannot name an address",
  );

// In YAML 1.1 `off` means false.
const policy = z.union([z.enum(DISCLOSURE_POLICIES), z.literal(false)]);

const trailer = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(ACCEPTED_TRAILERS))
  .meta({
    pattern: "^([Aa]ssisted|[Gg]enerated|[Cc]o-[Aa]uthored)-[Bb]y$",
    examples: ["Assisted-by", "Generated-by", "Co-authored-by"],
  });

/** The rule for a pull request by a known agent: one word, or a mapping. */
export const disclosure = z
  .union([
    z.strictObject({
      policy: policy.describe("The same word, beside `trailers`"),
      trailers: z
        .array(trailer)
        .min(1)
        .optional()
        .describe(
          "The only trailers that are accepted as a declaration, of `Assisted-by`, `Generated-by` and `Co-authored-by`; without this list everything that declares a tool is",
        ),
    }),
    policy,
  ])
  .default(DEFAULT_POLICY.disclosure.policy)
  .describe(
    "What follows when a known agent opens a pull request that declares no AI tool: nothing (`off`), a note on its check run (`note`), or a check run that fails (`require`). One of these words, or a mapping",
  );

/** Reads the word of `check.show`. */
export function toCheck({ enabled, show }: z.infer<typeof check>): Policy["check"] {
  return { enabled, show: show === false ? "off" : show };
}

/** Converts either form to a policy. */
export function toDisclosure(rule: z.infer<typeof disclosure>): DisclosurePolicy {
  const { policy, trailers } = typeof rule === "object" ? rule : { policy: rule };
  return { policy: policy === false ? "off" : policy, trailers };
}
