CREATE TABLE `definitions` (
	`number` integer PRIMARY KEY NOT NULL,
	`since` integer NOT NULL
);
