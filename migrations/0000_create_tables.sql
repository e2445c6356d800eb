CREATE TABLE `change_commits` (
	`repository_id` integer NOT NULL,
	`number` integer NOT NULL,
	`position` integer NOT NULL,
	`sha` text NOT NULL,
	PRIMARY KEY(`repository_id`, `number`, `position`),
	FOREIGN KEY (`repository_id`,`number`) REFERENCES `changes`(`repository_id`,`number`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `changes` (
	`repository_id` integer NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`updated_at` integer NOT NULL,
	`base_sha` text NOT NULL,
	`head_sha` text NOT NULL,
	`merge_sha` text,
	`merged_at` integer,
	`builder` text,
	`author_attribution` text NOT NULL,
	`author_tools` text NOT NULL,
	`claimed_reverts` text NOT NULL,
	`read_from` text,
	`reverts` text,
	`agents_version` text,
	`is_effective` integer,
	PRIMARY KEY(`repository_id`, `number`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `changes_by_agents_version` ON `changes` (`agents_version`);--> statement-breakpoint
CREATE TABLE `check_runs` (
	`repository_id` integer NOT NULL,
	`head_sha` text NOT NULL,
	`number` integer NOT NULL,
	`check_run_id` integer,
	`created_at` integer,
	`shown` text,
	`stale_since` integer,
	`is_final` integer DEFAULT false NOT NULL,
	`is_urgent` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`retry_at` integer,
	PRIMARY KEY(`repository_id`, `head_sha`, `number`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `check_runs_stale` ON `check_runs` (`is_urgent`,`stale_since`) WHERE stale_since is not null;--> statement-breakpoint
CREATE TABLE `commits` (
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`parents` text NOT NULL,
	`attribution` text NOT NULL,
	`tools` text NOT NULL,
	`evidence` text NOT NULL,
	`hints` text NOT NULL,
	`agents_version` text NOT NULL,
	PRIMARY KEY(`repository_id`, `sha`),
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
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `digests` (
	`repository_id` integer NOT NULL,
	`week` text NOT NULL,
	`issue_number` integer NOT NULL,
	`shown` text NOT NULL,
	`published_at` integer NOT NULL,
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
CREATE TABLE `ranges` (
	`repository_id` integer NOT NULL,
	`base` text NOT NULL,
	`head` text NOT NULL,
	`is_related` integer NOT NULL,
	PRIMARY KEY(`repository_id`, `base`, `head`),
	FOREIGN KEY (`repository_id`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `repositories` (
	`id` integer PRIMARY KEY NOT NULL,
	`installation_id` integer NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `repositories_by_name` ON `repositories` (`owner`,`name`);