ALTER TABLE `backfills` ADD `merged_only_before` integer;--> statement-breakpoint
CREATE INDEX `closings_by_time` ON `closings` (`repository_id`,`at`,`change_id`);--> statement-breakpoint
-- Until now the past held merged pull requests only. Deliveries told of all others.
UPDATE `backfills` SET `merged_only_before` = `started_at`;
