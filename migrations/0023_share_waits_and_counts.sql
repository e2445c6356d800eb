CREATE TABLE `settings_changes` (
	`repository_id` integer PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `recent_writes` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`installation_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `recent_writes_by_time` ON `recent_writes` (`installation_id`,`at`);--> statement-breakpoint
CREATE TABLE `waits` (
	`name` text NOT NULL,
	`key` integer NOT NULL,
	`until` integer NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`name`, `key`)
);
--> statement-breakpoint
INSERT INTO `recent_writes` (`installation_id`, `kind`, `at`)
SELECT `installation_id`, 'check-run', `created_at` FROM `check_runs` JOIN `repositories` ON `id` = `repository_id`
WHERE `created_at` > (unixepoch() - 3600) * 1000
UNION ALL
SELECT `installation_id`, 'issue', `published_at` FROM `digests` JOIN `repositories` ON `id` = `repository_id`
WHERE `published_at` > (unixepoch() - 3600) * 1000;
