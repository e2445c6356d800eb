ALTER TABLE `installations` ADD `digest_problem` text;--> statement-breakpoint
ALTER TABLE `installations` ADD `digest_problem_since` integer;