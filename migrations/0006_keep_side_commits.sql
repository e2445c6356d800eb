CREATE TABLE `side_commits` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`attempts` integer,
	`patch_id` text,
	PRIMARY KEY(`repository_id`, `sha`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `side_commits_by_patch` ON `side_commits` (`repository_id`,`patch_id`) WHERE patch_id is not null;--> statement-breakpoint
CREATE INDEX `side_commits_unread` ON `side_commits` (`repository_id`) WHERE attempts is not null;--> statement-breakpoint
CREATE TABLE `side_picks` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`, `name`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `side_picks_by_name` ON `side_picks` (`repository_id`,`name`);