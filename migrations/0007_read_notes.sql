CREATE TABLE `note_refs` (
	`repository_id` integer PRIMARY KEY NOT NULL,
	`is_there` integer NOT NULL,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `notes` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`evidence` text NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
