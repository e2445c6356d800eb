CREATE TABLE `scope_declarations` (
	`installation_id` integer NOT NULL,
	`since` integer NOT NULL,
	`scopes` text NOT NULL,
	PRIMARY KEY(`installation_id`, `since`),
	FOREIGN KEY (`installation_id`) REFERENCES `installations`(`id`) ON UPDATE no action ON DELETE cascade
);
