CREATE TABLE `spend_alerts` (
	`installation_id` integer NOT NULL,
	`alert` text NOT NULL,
	`found_at` integer NOT NULL,
	`written_at` integer,
	PRIMARY KEY(`installation_id`, `alert`),
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `spend_alerts_unwritten` ON `spend_alerts` (`installation_id`) WHERE written_at is null;--> statement-breakpoint
CREATE TABLE `spend_declarations` (
	`installation_id` integer NOT NULL,
	`since` integer NOT NULL,
	`declaration` text NOT NULL,
	PRIMARY KEY(`installation_id`, `since`),
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `spend_facts` (
	`source_id` integer NOT NULL,
	`day` text NOT NULL,
	`tool` text NOT NULL,
	`charge` text NOT NULL,
	`scope` text NOT NULL,
	`currency` text NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`source_id`, `day`, `tool`, `charge`, `scope`, `currency`),
	FOREIGN KEY (`source_id`) REFERENCES `spend_sources`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `spend_readings` (
	`source_id` integer NOT NULL,
	`day` text NOT NULL,
	`read_at` integer NOT NULL,
	`totals` text NOT NULL,
	PRIMARY KEY(`source_id`, `day`, `read_at`),
	FOREIGN KEY (`source_id`) REFERENCES `spend_sources`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `spend_sources` (
	`id` integer PRIMARY KEY NOT NULL,
	`installation_id` integer,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`basis` text NOT NULL,
	`settles_after_days` integer NOT NULL,
	`read_through` text,
	`refreshed_at` integer,
	`read_at` integer,
	`error` text,
	`failed_at` integer,
	`has_hard_limit` integer,
	`seats` integer,
	`active_seats` integer,
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spend_sources_by_name` ON `spend_sources` (`installation_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `spend_sources_of_nobody` ON `spend_sources` (`name`) WHERE installation_id is null;