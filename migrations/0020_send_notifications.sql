CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`installation_id` integer NOT NULL,
	`repository_id` integer,
	`subject` text NOT NULL,
	`format` text NOT NULL,
	`message` text,
	`created_at` integer NOT NULL,
	`begun_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`sent_at` integer,
	`given_up_at` integer,
	`problem` text,
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_subject_unique` ON `notifications` (`subject`);--> statement-breakpoint
CREATE INDEX `notifications_due` ON `notifications` (`due_at`) WHERE message is not null;--> statement-breakpoint
ALTER TABLE `spend_alerts` ADD `notified_at` integer;