CREATE TABLE `unread` (
	`repository_id` integer NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`source` text NOT NULL,
	`lacks` text,
	`since` integer NOT NULL,
	`tried_at` integer NOT NULL,
	`tries` integer NOT NULL,
	`refusals` integer NOT NULL,
	`due_at` integer,
	`is_over` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `kind`, `name`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `unread_due` ON `unread` (`due_at`) WHERE due_at is not null;--> statement-breakpoint
INSERT INTO `unread` SELECT `repository_id`, 'range', `base` || '...' || `head`, `base` || '...' || `head`, 'everything',
	unixepoch() * 1000, unixepoch() * 1000, 1, 0, unixepoch() * 1000, 0
	FROM `ranges` WHERE NOT `is_related`;
--> statement-breakpoint
INSERT INTO `unread` SELECT `repository_id`, 'change', `id`, `base_sha` || '...' || `head_sha`, 'everything',
	unixepoch() * 1000, unixepoch() * 1000, 1, 0, unixepoch() * 1000, 0
	FROM `changes` WHERE NOT `is_sealed` AND NOT `is_explained` AND `lines` IS NULL AND (`read_from` IS NOT NULL OR `number` IS NULL)
	AND NOT EXISTS (SELECT 1 FROM `change_commits` WHERE `change_commits`.`repository_id` = `changes`.`repository_id`
		AND `change_id` = `id` AND `role` IN ('own', 'merge'));
