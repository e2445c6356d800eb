CREATE TABLE `refusals` (
	`repository_id` integer NOT NULL,
	`refused` text NOT NULL,
	`reason` text NOT NULL,
	`since` integer NOT NULL,
	`ask_again_at` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `refused`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `digests` ADD `left_at` integer;--> statement-breakpoint
ALTER TABLE `installations` ADD `digest_turn` integer;--> statement-breakpoint
ALTER TABLE `repositories` ADD `has_issues` integer;