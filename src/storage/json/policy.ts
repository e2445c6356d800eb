import { z } from "zod";
import { NOTIFICATION_FORMATS } from "../../domain/notification.ts";
import {
  ACCEPTED_TRAILERS,
  CHECK_SHOWS,
  DAYS,
  DEFAULT_POLICY,
  DIGEST_PERS,
  DISCLOSURE_POLICIES,
  type Policy,
} from "../../domain/policy.ts";

const { digest, check, privacy, disclosure, notify } = DEFAULT_POLICY;

/** A key that JSON leaves out where its value is `undefined`. */
const undefinable = <Schema extends z.ZodType>(schema: Schema) =>
  schema.optional().transform((value) => value);

/** A stored policy. Settings that its config did not have yet have their defaults. */
export const policy: z.ZodType<Policy> = z.object({
  digest: z
    .object({
      enabled: z.boolean().default(digest.enabled),
      per: z.enum(DIGEST_PERS).default(digest.per),
      repository: undefinable(z.string()),
      day: z.enum(DAYS).default(digest.day),
      hour: z.int().default(digest.hour),
    })
    .prefault({}),
  check: z
    .object({
      enabled: z.boolean().default(check.enabled),
      show: z.enum(CHECK_SHOWS).default(check.show),
    })
    .prefault({}),
  privacy: z
    .object({
      floor: z.int().default(privacy.floor),
      strict: z.boolean().default(privacy.strict),
      public: z.boolean().default(privacy.public),
    })
    .prefault({}),
  disclosure: z
    .object({
      policy: z.enum(DISCLOSURE_POLICIES).default(disclosure.policy),
      trailers: undefinable(z.array(z.enum(ACCEPTED_TRAILERS))),
    })
    .prefault({}),
  notify: z
    .object({
      digest: z.boolean().default(notify.digest),
      alerts: z.boolean().default(notify.alerts),
      format: z.enum(NOTIFICATION_FORMATS).default(notify.format),
    })
    .prefault({}),
});
