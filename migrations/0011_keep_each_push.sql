PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_pushes` (
	`repository_id` integer NOT NULL,
	`after` text NOT NULL,
	`before` text NOT NULL,
	`at` integer NOT NULL,
	`is_forced` integer NOT NULL,
	`commits` text NOT NULL,
	PRIMARY KEY(`repository_id`, `after`, `before`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_pushes`("repository_id", "after", "before", "at", "is_forced", "commits") SELECT "repository_id", "after", "before", "at", "is_forced", "commits" FROM `pushes`;--> statement-breakpoint
DROP TABLE `pushes`;--> statement-breakpoint
ALTER TABLE `__new_pushes` RENAME TO `pushes`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `pushes_by_time` ON `pushes` (`repository_id`,`at`);--> statement-breakpoint
UPDATE `side_commits` SET `attempts` = 0 WHERE `attempts` IS NOT NULL;
