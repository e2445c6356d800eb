ALTER TABLE `changes` ADD `scopes` text;--> statement-breakpoint
ALTER TABLE `rules` ADD `codeowners` text;