import type { NotificationFormat } from "./notification.ts";

/** A day of the week. */
type Day = (typeof DAYS)[number];

/** The days of a week, the first one first. */
export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Who has digests of their own: each repository, or the organization for all; `auto` goes by the number. */
type DigestPer = (typeof DIGEST_PERS)[number];

/** The possible answers of a config. */
export const DIGEST_PERS = ["auto", "organization", "repository"] as const;

/** The key of a trailer that a project may ask for, in lower case. */
export type AcceptedTrailer = (typeof ACCEPTED_TRAILERS)[number];

/** The trailers that a project may ask for. */
export const ACCEPTED_TRAILERS = ["assisted-by", "generated-by", "co-authored-by"] as const;

/** Whether, where and when the weekly digest is published. */
export interface DigestPolicy {
  readonly enabled: boolean;
  /** In a repository's own config, only `repository` has an effect: it has a digest beside its organization's. */
  readonly per: DigestPer;
  /** The place of an organization's digest, `NAME` or `OWNER/NAME`; with it, the organization has one. */
  readonly repository: string | undefined;
  readonly day: Day;
  /** From 0 to 23, in the time zone of the digest's weeks. */
  readonly hour: number;
}

/** Which pull requests get a check run. */
export interface CheckPolicy {
  /** `false` means `off`, whatever `show` says. */
  readonly enabled: boolean;
  readonly show: CheckShow;
}

type CheckShow = (typeof CHECK_SHOWS)[number];

/** The pull requests that can get a check run: all, those with something to show, or none. */
export const CHECK_SHOWS = ["all", "declared", "off"] as const;

/** Which pull requests get a check run, by both keys. */
export function checkShow({ enabled, show }: CheckPolicy): CheckShow {
  return enabled ? show : "off";
}

/** The number of people that a published figure needs. */
export interface PrivacyPolicy {
  /** The fewest people about whom a figure, or a split of their work by AI assistance, is published; 3 or more. */
  readonly floor: number;
  /** Whether each side of such a split needs as many people, unless it is empty. */
  readonly strict: boolean;
  /** Whether fewer people are enough, as in an open-source project; without effect in a private repository. */
  readonly public: boolean;
}

/** The demand on a pull request by a known agent: nothing, a note where a declaration is missing, or a declaration. */
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

/** The possible demands, the least first. */
export const DISCLOSURE_POLICIES = ["off", "note", "require"] as const;

/** The settings in a repository's config beside its rules. They decide what is published to whom, never what counts. */
export interface Policy {
  readonly digest: DigestPolicy;
  readonly check: CheckPolicy;
  readonly privacy: PrivacyPolicy;
  readonly disclosure: DisclosurePolicy;
  readonly notify: NotifyPolicy;
}

/** The policy of a repository without a config. */
export const DEFAULT_POLICY: Policy = {
  digest: { enabled: true, per: "auto", repository: undefined, day: "monday", hour: 9 },
  check: { enabled: true, show: "all" },
  privacy: { floor: 5, strict: false, public: false },
  disclosure: { policy: "off", trailers: undefined },
  notify: { digest: false, alerts: false, format: "json" },
};
