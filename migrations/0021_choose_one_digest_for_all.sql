CREATE TABLE `digest_choices` (
	`installation_id` integer PRIMARY KEY NOT NULL,
	`week` text NOT NULL,
	`per` text NOT NULL,
	`repository_id` integer,
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
