CREATE TABLE `deployment_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`repository_id` integer NOT NULL,
	`deployment_id` integer NOT NULL,
	`at` integer NOT NULL,
	`environment` text NOT NULL,
	`target` text NOT NULL,
	`sha` text NOT NULL,
	`outcome` text NOT NULL,
	`is_production` integer NOT NULL,
	`is_transient` integer NOT NULL,
	`failed_later` integer,
	`withdrawn_at` integer,
	`ending` text NOT NULL,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deployment_events_of_record` ON `deployment_events` (`deployment_id`,`at`,`environment`);--> statement-breakpoint
CREATE INDEX `deployment_events_by_time` ON `deployment_events` (`repository_id`,`at`,`deployment_id`,`environment`);--> statement-breakpoint
CREATE INDEX `deployment_events_played` ON `deployment_events` (`repository_id`,`at`,`deployment_id`,`environment`) WHERE ending in ('production', 'withdrawn');--> statement-breakpoint
CREATE TABLE `release_tellings` (
	`release_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`tag` text NOT NULL,
	`published_at` integer,
	PRIMARY KEY(`release_id`, `at`, `kind`, `state`, `tag`),
	FOREIGN KEY (`release_id`) REFERENCES `releases`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `release_tellings_by_tag` ON `release_tellings` (`tag`,`release_id`);--> statement-breakpoint
CREATE TABLE `releases` (
	`id` integer PRIMARY KEY NOT NULL,
	`repository_id` integer NOT NULL,
	`creator` text,
	`creator_kind` text,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `releases_of_repository` ON `releases` (`repository_id`);--> statement-breakpoint
CREATE TABLE `successes` (
	`repository_id` integer NOT NULL,
	`environment` text NOT NULL,
	`at` integer NOT NULL,
	`deployment_id` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `environment`, `at`, `deployment_id`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`deployment_id`) REFERENCES `deployments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `successes_of_deployment` ON `successes` (`deployment_id`);--> statement-breakpoint
CREATE TABLE `tag_commits` (
	`repository_id` integer NOT NULL,
	`tag` text NOT NULL,
	`at` integer NOT NULL,
	`sha` text NOT NULL,
	PRIMARY KEY(`repository_id`, `tag`, `at`, `sha`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `releases`("id", "repository_id", "creator", "creator_kind")
	SELECT "id", "repository_id", "creator", "creator_kind" FROM `deployments` WHERE "id" < 0;--> statement-breakpoint
INSERT INTO `release_tellings`("release_id", "at", "kind", "state", "tag", "published_at")
	SELECT d."id", s."at", 'change', CASE WHEN d."is_transient" THEN 'prereleased' ELSE 'released' END, d."environment", s."at"
	FROM `deployments` d JOIN `deployment_statuses` s ON s."deployment_id" = d."id" AND s."state" = 'success' WHERE d."id" < 0;--> statement-breakpoint
INSERT OR IGNORE INTO `tag_commits`("repository_id", "tag", "at", "sha")
	SELECT d."repository_id", d."environment", s."at", d."sha"
	FROM `deployments` d JOIN `deployment_statuses` s ON s."deployment_id" = d."id" AND s."state" = 'success' WHERE d."id" < 0;--> statement-breakpoint
INSERT OR IGNORE INTO `successes`("repository_id", "environment", "at", "deployment_id")
	SELECT d."repository_id", coalesce(nullif(s."environment", ''), d."environment"), s."at", d."id"
	FROM `deployments` d JOIN `deployment_statuses` s ON s."deployment_id" = d."id" AND s."state" = 'success' WHERE d."id" > 0;--> statement-breakpoint
INSERT INTO `deployment_events`("id", "repository_id", "deployment_id", "at", "environment", "target", "sha", "outcome", "is_production", "is_transient", "ending")
	SELECT "id", "repository_id", "id", "ended_at", "told",
		CASE WHEN "id" < 0 THEN 'release' || char(9) || -"id" ELSE "told" END,
		"sha",
		CASE WHEN NOT "has_succeeded" THEN 'failed' WHEN "ending" = 'failed' THEN 'cancelled' ELSE 'succeeded' END,
		"is_production" AND "told" = "environment", "is_transient", "ending"
	FROM (
		SELECT d.*,
			coalesce((SELECT s."environment" FROM `deployment_statuses` s
				WHERE s."deployment_id" = d."id" AND s."at" <= d."ended_at" AND s."environment" <> ''
				ORDER BY s."at" DESC LIMIT 1), d."environment") AS "told",
			EXISTS (SELECT 1 FROM `deployment_statuses` s WHERE s."deployment_id" = d."id" AND s."state" = 'success') AS "has_succeeded"
		FROM `deployments` d WHERE d."ending" IS NOT NULL AND d."ended_at" IS NOT NULL
	);--> statement-breakpoint
CREATE TABLE `__new_absences` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`channel` text NOT NULL,
	`event_id` integer NOT NULL,
	`since` integer NOT NULL,
	`ended_by` integer,
	`until` integer,
	PRIMARY KEY(`repository_id`, `sha`, `channel`, `event_id`),
	FOREIGN KEY (`event_id`) REFERENCES `landings`(`event_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_absences`("repository_id", "sha", "channel", "event_id", "since", "ended_by", "until") SELECT "repository_id", "sha", "channel", "deployment_id", "since", "ended_by", "until" FROM `absences`;--> statement-breakpoint
DROP TABLE `absences`;--> statement-breakpoint
ALTER TABLE `__new_absences` RENAME TO `absences`;--> statement-breakpoint
CREATE INDEX `absences_by_landing` ON `absences` (`event_id`);--> statement-breakpoint
CREATE INDEX `absences_by_end` ON `absences` (`ended_by`);--> statement-breakpoint
CREATE TABLE `__new_arrivals` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`channel` text NOT NULL,
	`position` integer NOT NULL,
	`event_id` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`, `channel`),
	FOREIGN KEY (`event_id`) REFERENCES `landings`(`event_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_arrivals`("repository_id", "sha", "channel", "position", "event_id") SELECT "repository_id", "sha", "channel", "position", "deployment_id" FROM `arrivals`;--> statement-breakpoint
DROP TABLE `arrivals`;--> statement-breakpoint
ALTER TABLE `__new_arrivals` RENAME TO `arrivals`;--> statement-breakpoint
CREATE INDEX `arrivals_by_position` ON `arrivals` (`repository_id`,`position`);--> statement-breakpoint
CREATE INDEX `arrivals_by_landing` ON `arrivals` (`event_id`);--> statement-breakpoint
CREATE TABLE `__new_landings` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`repository_id` integer NOT NULL,
	`deployment_id` integer NOT NULL,
	`at` integer NOT NULL,
	`environment` text NOT NULL,
	`target` text NOT NULL,
	`channel` text NOT NULL,
	`sha` text NOT NULL,
	`tree` text,
	`reason` text,
	`is_linked` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `deployment_events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_landings`("event_id", "repository_id", "deployment_id", "at", "environment", "target", "channel", "sha", "tree", "reason", "is_linked") SELECT "deployment_id", "repository_id", "deployment_id", "at", "environment", CASE WHEN "deployment_id" < 0 THEN 'release' || char(9) || -"deployment_id" ELSE "environment" END, "channel", "sha", "tree", "reason", "is_linked" FROM `landings`;--> statement-breakpoint
DROP TABLE `landings`;--> statement-breakpoint
ALTER TABLE `__new_landings` RENAME TO `landings`;--> statement-breakpoint
CREATE INDEX `landings_by_time` ON `landings` (`repository_id`,`at`,`deployment_id`,`environment`);--> statement-breakpoint
CREATE INDEX `landings_by_target` ON `landings` (`repository_id`,`target`,`at`);--> statement-breakpoint
CREATE INDEX `landings_by_channel` ON `landings` (`repository_id`,`channel`);--> statement-breakpoint
CREATE INDEX `landings_by_tree` ON `landings` (`repository_id`,`tree`,`at`);--> statement-breakpoint
CREATE TABLE `__new_returns` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`reverted` text NOT NULL,
	`event_id` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`, `reverted`),
	FOREIGN KEY (`event_id`) REFERENCES `landings`(`event_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_returns`("repository_id", "sha", "reverted", "event_id") SELECT "repository_id", "sha", "reverted", "deployment_id" FROM `returns`;--> statement-breakpoint
DROP TABLE `returns`;--> statement-breakpoint
ALTER TABLE `__new_returns` RENAME TO `returns`;--> statement-breakpoint
CREATE INDEX `returns_by_reverted` ON `returns` (`repository_id`,`reverted`);--> statement-breakpoint
CREATE INDEX `returns_by_landing` ON `returns` (`event_id`);--> statement-breakpoint
CREATE TABLE `__new_targets` (
	`repository_id` integer NOT NULL,
	`target` text NOT NULL,
	`channel` text NOT NULL,
	`sha` text NOT NULL,
	`at` integer NOT NULL,
	`event_id` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `target`),
	FOREIGN KEY (`event_id`) REFERENCES `landings`(`event_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_targets`("repository_id", "target", "channel", "sha", "at", "event_id") SELECT "repository_id", CASE WHEN "deployment_id" < 0 THEN 'release' || char(9) || -"deployment_id" ELSE "environment" END, "channel", "sha", "at", "deployment_id" FROM `targets`;--> statement-breakpoint
DROP TABLE `targets`;--> statement-breakpoint
ALTER TABLE `__new_targets` RENAME TO `targets`;--> statement-breakpoint
CREATE INDEX `targets_by_time` ON `targets` (`repository_id`,`at`);--> statement-breakpoint
CREATE INDEX `targets_by_landing` ON `targets` (`event_id`);--> statement-breakpoint
DROP INDEX `deployments_by_end`;--> statement-breakpoint
CREATE INDEX `deployments_of_repository` ON `deployments` (`repository_id`);--> statement-breakpoint
ALTER TABLE `deployments` DROP COLUMN `ending`;--> statement-breakpoint
ALTER TABLE `deployments` DROP COLUMN `ended_at`;--> statement-breakpoint
CREATE TABLE `__new_deployment_statuses` (
	`deployment_id` integer NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`environment` text NOT NULL,
	`number` integer,
	PRIMARY KEY(`deployment_id`, `state`, `at`, `environment`),
	FOREIGN KEY (`deployment_id`) REFERENCES `deployments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_deployment_statuses`("deployment_id", "state", "at", "environment", "number") SELECT "deployment_id", "state", "at", coalesce("environment", ''), NULL FROM `deployment_statuses` WHERE "deployment_id" > 0;--> statement-breakpoint
DROP TABLE `deployment_statuses`;--> statement-breakpoint
ALTER TABLE `__new_deployment_statuses` RENAME TO `deployment_statuses`;--> statement-breakpoint
DELETE FROM `deployments` WHERE "id" < 0;