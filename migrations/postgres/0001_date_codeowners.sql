CREATE TABLE "code_owners" (
	"repository_id" bigint NOT NULL,
	"since" bigint NOT NULL,
	"lines" text collate "C" NOT NULL,
	CONSTRAINT "code_owners_repository_id_since_pk" PRIMARY KEY("repository_id","since")
);
--> statement-breakpoint
ALTER TABLE "code_owners" ADD CONSTRAINT "code_owners_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
INSERT INTO "code_owners" ("repository_id", "since", "lines") SELECT "repository_id", "since", "codeowners" FROM "rules" WHERE "codeowners" IS NOT NULL;--> statement-breakpoint
UPDATE "rules" SET "codeowners" = NULL;
