CREATE TABLE `backfills` (
	`repository_id` integer PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`since` integer NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`phase` text NOT NULL,
	`cursor` text,
	`paging` text NOT NULL,
	`stretch` text,
	`done` integer NOT NULL,
	`total` integer,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`problems` text NOT NULL,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `backfills_due` ON `backfills` (`due_at`,`repository_id`) WHERE state = 'running';--> statement-breakpoint
CREATE TABLE `asked_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `delivery_log` (
	`id` integer PRIMARY KEY NOT NULL,
	`read_until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `removed_installations` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `removed_repositories` (
	`installation_id` integer NOT NULL,
	`id` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`installation_id`, `id`)
);
--> statement-breakpoint
DROP INDEX `deliveries_pending`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `lane` integer GENERATED ALWAYS AS (coalesce(repository_id, -installation_id)) VIRTUAL;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`lane`,`due_at`,`sequence`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `deliveries_parked` ON `deliveries` (`due_at`) WHERE status = 'parked';--> statement-breakpoint
ALTER TABLE `installations` ADD `suspended_at` integer;--> statement-breakpoint
ALTER TABLE `repositories` ADD `is_archived` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `check_runs_failed` ON `check_runs` (`stale_since`) WHERE attempts > 0;