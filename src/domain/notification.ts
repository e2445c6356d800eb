/** The forms in which a notification can be sent. */
export const NOTIFICATION_FORMATS = ["json", "slack", "teams"] as const;

export type NotificationFormat = (typeof NOTIFICATION_FORMATS)[number];

/** The kinds of notifications. */
export const NOTIFICATION_KINDS = ["digest", "alert"] as const;

/** The content of a notification, whatever its form. Each text is one line without markup. */
export interface NotificationMessage {
  readonly kind: (typeof NOTIFICATION_KINDS)[number];
  readonly title: string;
  readonly lines: readonly string[];
  /** The address of the issue; `undefined` where there is none. */
  readonly url: string | undefined;
}
