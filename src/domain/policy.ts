import type { NotificationFormat } from "./notification.ts";

/** A day of the week. */
type Day = (typeof DAYS)[number];

/** The days of a week, the first one first. */
export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The key of a trailer that a project may ask for, in lower case. */
export type AcceptedTrailer = (typeof ACCEPTED_TRAILERS)[number];

/** The trailers that a project may ask for. */
export const ACCEPTED_TRAILERS = ["assisted-by", "generated-by", "co-authored-by"] as const;

/** Whether, where and when the weekly digest is published. */
export interface DigestPolicy {
  readonly enabled: boolean;
  /** Where an organization's digest is published, as `NAME` or `OWNER/NAME`; `undefined`: each repository has its own. */
  readonly repository: string | undefined;
  readonly day: Day;
  /** From 0 to 23, in the time zone of the digest's weeks. */
  readonly hour: number;
}

/** Whether pull requests get a check run. */
interface CheckPolicy {
  readonly enabled: boolean;
}

/** How many people a published figure needs. */
export interface PrivacyPolicy {
  /** The fewest people that a figure about people, or a split of their work by AI assistance, is published for; 3 or more. */
  readonly floor: number;
  /** Whether each side of such a split needs as many, where it is not empty. */
  readonly strict: boolean;
  /** Whether fewer people are enough, as in an open-source project; without effect in a private repository. */
  readonly public: boolean;
}

/** What a pull request by a known agent is asked to say of itself: nothing, a note if it is missing, or a declaration. */
export interface DisclosurePolicy {
  readonly policy: (typeof DISCLOSURE_POLICIES)[number];
  /** The only trailers that are accepted as a declaration; `undefined` when every declaration is. */
  readonly trailers: readonly AcceptedTrailer[] | undefined;
}

/** Which notifications are sent to the operator's address, and in which form. No config names an address. */
interface NotifyPolicy {
  /** Whether one is sent of each new digest. */
  readonly digest: boolean;
  /** Whether one is sent of alerts about spend. */
  readonly alerts: boolean;
  readonly format: NotificationFormat;
}

/** What may be asked for, the least first. */
export const DISCLOSURE_POLICIES = ["off", "note", "require"] as const;

/** What a repository's config says beside its rules. It decides what is said to whom, never what counts. */
export interface Policy {
  readonly digest: DigestPolicy;
  readonly check: CheckPolicy;
  readonly privacy: PrivacyPolicy;
  readonly disclosure: DisclosurePolicy;
  readonly notify: NotifyPolicy;
}

/** The policy of a repository without a config. */
export const DEFAULT_POLICY: Policy = {
  digest: { enabled: true, repository: undefined, day: "monday", hour: 9 },
  check: { enabled: true },
  privacy: { floor: 5, strict: false, public: false },
  disclosure: { policy: "off", trailers: undefined },
  notify: { digest: false, alerts: false, format: "json" },
};
