import { z } from "zod";
import { NOTIFICATION_KINDS, type NotificationMessage } from "../../domain/notification.ts";
import type { Keys } from "./form.ts";

/** The stored content of a notification. */
export const notificationMessage: z.ZodType<NotificationMessage> = z.object({
  kind: z.enum(NOTIFICATION_KINDS),
  title: z.string(),
  lines: z.array(z.string()),
  url: z
    .string()
    .optional()
    .transform((value) => value),
} satisfies Keys<NotificationMessage>);
