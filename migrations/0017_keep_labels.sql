CREATE TABLE `labels` (
	`repository_id` integer NOT NULL,
	`change_id` text NOT NULL,
	`tool` text NOT NULL,
	`is_set` integer NOT NULL,
	`is_own` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `change_id`, `tool`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
