CREATE TABLE `code_owners` (
	`repository_id` integer NOT NULL,
	`since` integer NOT NULL,
	`lines` text NOT NULL,
	PRIMARY KEY(`repository_id`, `since`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `code_owners` (`repository_id`, `since`, `lines`) SELECT `repository_id`, `since`, `codeowners` FROM `rules` WHERE `codeowners` IS NOT NULL;--> statement-breakpoint
UPDATE `rules` SET `codeowners` = NULL;
