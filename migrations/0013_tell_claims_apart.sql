ALTER TABLE `change_links` ADD `touched` integer;--> statement-breakpoint
ALTER TABLE `change_links` ADD `of_files` integer;--> statement-breakpoint
ALTER TABLE `changes` ADD `claimed_repeats` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
-- By definition 1 nothing that reverted or repeated another change was work of its own.
INSERT INTO `change_commits` (`repository_id`, `change_id`, `role`, `position`, `sha`)
SELECT own.`repository_id`, own.`change_id`, 'restating', own.`position`, own.`sha`
FROM `change_commits` own
WHERE own.`role` = 'own' AND EXISTS (
	SELECT 1 FROM `change_links` link
	WHERE link.`repository_id` = own.`repository_id` AND link.`change_id` = own.`change_id`
);
