CREATE TABLE `pseudonym_keys` (
	`id` integer PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`since` integer NOT NULL
);
