CREATE TABLE `ship_choices` (
	`repository_id` integer NOT NULL,
	`since` integer NOT NULL,
	`ship` text NOT NULL,
	`deployments` integer NOT NULL,
	`releases` integer NOT NULL,
	`of` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `since`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `landings_by_commit` ON `landings` (`repository_id`,`sha`);