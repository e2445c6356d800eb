CREATE TABLE `closings` (
	`repository_id` integer NOT NULL,
	`change_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `change_id`, `at`),
	FOREIGN KEY (`repository_id`,`change_id`) REFERENCES `changes`(`repository_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `landing_claims` (
	`repository_id` integer NOT NULL,
	`push` text NOT NULL,
	`number` integer NOT NULL,
	`sha` text NOT NULL,
	`commits` text NOT NULL,
	`base_sha` text,
	`patch_id` text,
	`content_id` text,
	PRIMARY KEY(`repository_id`, `push`, `number`, `sha`),
	FOREIGN KEY (`repository_id`,`push`) REFERENCES `changes`(`repository_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `landing_claims_by_number` ON `landing_claims` (`repository_id`,`number`);--> statement-breakpoint
ALTER TABLE `changes` ADD `content_id` text;