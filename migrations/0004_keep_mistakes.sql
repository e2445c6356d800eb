CREATE TABLE `mistakes` (
	`work` text NOT NULL,
	`error` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`times` integer NOT NULL,
	PRIMARY KEY(`work`, `error`)
);
