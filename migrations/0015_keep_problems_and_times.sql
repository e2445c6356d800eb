ALTER TABLE `installations` ADD `digest_problem` text;--> statement-breakpoint
ALTER TABLE `installations` ADD `digest_problem_since` integer;--> statement-breakpoint
ALTER TABLE `repositories` ADD `updated_at` integer;