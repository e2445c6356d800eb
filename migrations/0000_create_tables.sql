CREATE TABLE `change_commits` (
	`repository_id` integer NOT NULL,
	`change_id` text NOT NULL,
	`role` text NOT NULL,
	`position` integer NOT NULL,
	`sha` text NOT NULL,
	PRIMARY KEY(`repository_id`, `change_id`, `role`, `position`, `sha`),
	FOREIGN KEY (`repository_id`,`change_id`) REFERENCES `changes`(`repository_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `change_commits_by_sha` ON `change_commits` (`repository_id`,`sha`,`change_id`,`role`);--> statement-breakpoint
CREATE TABLE `change_links` (
	`repository_id` integer NOT NULL,
	`change_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`repository_id`, `change_id`, `kind`, `name`),
	FOREIGN KEY (`repository_id`,`change_id`) REFERENCES `changes`(`repository_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `change_links_by_name` ON `change_links` (`repository_id`,`name`);--> statement-breakpoint
CREATE TABLE `changes` (
	`repository_id` integer NOT NULL,
	`id` text NOT NULL,
	`number` integer,
	`state` text NOT NULL,
	`updated_at` integer NOT NULL,
	`base_sha` text NOT NULL,
	`head_sha` text NOT NULL,
	`merge_sha` text,
	`merged_at` integer,
	`author` text,
	`merger` text,
	`enabler` text,
	`enabled_at` integer,
	`is_sealed` integer DEFAULT false NOT NULL,
	`is_approved` integer,
	`is_explained` integer DEFAULT false NOT NULL,
	`author_attribution` text NOT NULL,
	`author_tools` text NOT NULL,
	`branch_tool` text,
	`claimed_reverts` text NOT NULL,
	`read_from` text,
	`agents_version` text,
	`is_effective` integer,
	`lines` integer,
	`services` text,
	`patch_id` text,
	PRIMARY KEY(`repository_id`, `id`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `changes_by_merge` ON `changes` (`repository_id`,`merged_at`,`id`);--> statement-breakpoint
CREATE INDEX `changes_by_merge_sha` ON `changes` (`repository_id`,`merge_sha`) WHERE merge_sha is not null;--> statement-breakpoint
CREATE INDEX `changes_by_patch` ON `changes` (`repository_id`,`patch_id`,`id`) WHERE patch_id is not null;--> statement-breakpoint
CREATE INDEX `changes_by_agents_version` ON `changes` (`agents_version`);--> statement-breakpoint
CREATE TABLE `pushes` (
	`repository_id` integer NOT NULL,
	`after` text NOT NULL,
	`before` text NOT NULL,
	`at` integer NOT NULL,
	`is_forced` integer NOT NULL,
	`commits` text NOT NULL,
	PRIMARY KEY(`repository_id`, `after`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `pushes_by_time` ON `pushes` (`repository_id`,`at`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`repository_id` integer NOT NULL,
	`change_id` text NOT NULL,
	`reviewer` text NOT NULL,
	`is_approval` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `change_id`, `reviewer`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `commits` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`parents` text NOT NULL,
	`tree` text,
	`attribution` text NOT NULL,
	`tools` text NOT NULL,
	`evidence` text NOT NULL,
	`hints` text NOT NULL,
	`agents_version` text NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `commits_by_tree` ON `commits` (`repository_id`,`tree`);--> statement-breakpoint
CREATE TABLE `ranges` (
	`repository_id` integer NOT NULL,
	`base` text NOT NULL,
	`head` text NOT NULL,
	`is_related` integer NOT NULL,
	`is_complete` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `base`, `head`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`event` text NOT NULL,
	`installation_id` integer NOT NULL,
	`repository_id` integer,
	`payload` text,
	`received_at` integer NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_id_unique` ON `deliveries` (`id`);--> statement-breakpoint
CREATE INDEX `deliveries_pending` ON `deliveries` (`sequence`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `deployment_statuses` (
	`deployment_id` integer NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`environment` text,
	PRIMARY KEY(`deployment_id`, `state`, `at`),
	FOREIGN KEY (`deployment_id`) REFERENCES `deployments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `deployments` (
	`id` integer PRIMARY KEY NOT NULL,
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`environment` text NOT NULL,
	`is_production` integer NOT NULL,
	`is_transient` integer NOT NULL,
	`creator` text,
	`creator_kind` text,
	`ending` text,
	`ended_at` integer,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `deployments_by_end` ON `deployments` (`repository_id`,`ended_at`,`id`);--> statement-breakpoint
CREATE TABLE `absences` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`channel` text NOT NULL,
	`deployment_id` integer NOT NULL,
	`since` integer NOT NULL,
	`ended_by` integer,
	`until` integer,
	PRIMARY KEY(`repository_id`, `sha`, `channel`, `deployment_id`),
	FOREIGN KEY (`deployment_id`) REFERENCES `landings`(`deployment_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `absences_by_landing` ON `absences` (`deployment_id`);--> statement-breakpoint
CREATE INDEX `absences_by_end` ON `absences` (`ended_by`);--> statement-breakpoint
CREATE TABLE `arrivals` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`channel` text NOT NULL,
	`position` integer NOT NULL,
	`deployment_id` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`, `channel`),
	FOREIGN KEY (`deployment_id`) REFERENCES `landings`(`deployment_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `arrivals_by_position` ON `arrivals` (`repository_id`,`position`);--> statement-breakpoint
CREATE INDEX `arrivals_by_landing` ON `arrivals` (`deployment_id`);--> statement-breakpoint
CREATE TABLE `landings` (
	`deployment_id` integer PRIMARY KEY NOT NULL,
	`repository_id` integer NOT NULL,
	`at` integer NOT NULL,
	`environment` text NOT NULL,
	`channel` text NOT NULL,
	`sha` text NOT NULL,
	`tree` text,
	`reason` text,
	`is_linked` integer NOT NULL,
	FOREIGN KEY (`deployment_id`) REFERENCES `deployments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `landings_by_time` ON `landings` (`repository_id`,`at`,`deployment_id`);--> statement-breakpoint
CREATE INDEX `landings_by_target` ON `landings` (`repository_id`,`environment`,`at`);--> statement-breakpoint
CREATE INDEX `landings_by_channel` ON `landings` (`repository_id`,`channel`);--> statement-breakpoint
CREATE INDEX `landings_by_tree` ON `landings` (`repository_id`,`tree`,`at`);--> statement-breakpoint
CREATE TABLE `returns` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`reverted` text NOT NULL,
	`deployment_id` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`, `reverted`),
	FOREIGN KEY (`deployment_id`) REFERENCES `landings`(`deployment_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `returns_by_reverted` ON `returns` (`repository_id`,`reverted`);--> statement-breakpoint
CREATE INDEX `returns_by_landing` ON `returns` (`deployment_id`);--> statement-breakpoint
CREATE TABLE `targets` (
	`repository_id` integer NOT NULL,
	`environment` text NOT NULL,
	`channel` text NOT NULL,
	`sha` text NOT NULL,
	`at` integer NOT NULL,
	`deployment_id` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `environment`),
	FOREIGN KEY (`deployment_id`) REFERENCES `landings`(`deployment_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `targets_by_time` ON `targets` (`repository_id`,`at`);--> statement-breakpoint
CREATE INDEX `targets_by_landing` ON `targets` (`deployment_id`);--> statement-breakpoint
CREATE TABLE `check_runs` (
	`repository_id` integer NOT NULL,
	`head_sha` text NOT NULL,
	`number` integer NOT NULL,
	`check_run_id` integer,
	`created_at` integer,
	`shown` text,
	`stale_since` integer,
	`is_final` integer DEFAULT false NOT NULL,
	`is_queue_head` integer DEFAULT false NOT NULL,
	`is_urgent` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`retry_at` integer,
	PRIMARY KEY(`repository_id`, `head_sha`, `number`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `check_runs_by_number` ON `check_runs` (`repository_id`,`number`);--> statement-breakpoint
CREATE INDEX `check_runs_stale` ON `check_runs` (`is_urgent`,`stale_since`) WHERE stale_since is not null;--> statement-breakpoint
CREATE TABLE `digests` (
	`repository_id` integer NOT NULL,
	`scope` text NOT NULL,
	`week` text NOT NULL,
	`issue_number` integer NOT NULL,
	`shown` text NOT NULL,
	`written` text NOT NULL,
	`published_at` integer NOT NULL,
	`headline` text NOT NULL,
	`is_final` integer DEFAULT false NOT NULL,
	`is_closed` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`repository_id`, `scope`, `week`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `published_totals` (
	`repository_id` integer NOT NULL,
	`scope` text NOT NULL,
	`week` text NOT NULL,
	`first` integer NOT NULL,
	`latest` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `scope`, `week`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sealed_weeks` (
	`repository_id` integer NOT NULL,
	`week` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`repository_id`, `week`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `installations` (
	`id` integer PRIMARY KEY NOT NULL,
	`installed_at` integer NOT NULL,
	`builder_key` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `owner_settings` (
	`installation_id` integer PRIMARY KEY NOT NULL,
	`policy` text NOT NULL,
	`timezone` text NOT NULL,
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `repositories` (
	`id` integer PRIMARY KEY NOT NULL,
	`installation_id` integer NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`replay_from` integer,
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `repositories_by_name` ON `repositories` (`owner`,`name`);--> statement-breakpoint
CREATE TABLE `rules` (
	`repository_id` integer NOT NULL,
	`since` integer NOT NULL,
	`ship` text NOT NULL,
	`production` text,
	`services` text NOT NULL,
	`agents` text NOT NULL,
	`exclude` text NOT NULL,
	`gitattributes` text,
	`creators` text,
	`bots` text NOT NULL,
	`timezone` text NOT NULL,
	PRIMARY KEY(`repository_id`, `since`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`repository_id` integer PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`policy` text NOT NULL,
	`problem` text,
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
