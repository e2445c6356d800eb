const NAME = '[`"](\\w+)[`"]';
const CREATE_TABLE = new RegExp(`^CREATE TABLE ${NAME}`, "i");
const CREATE_INDEX = new RegExp(`^CREATE (UNIQUE )?INDEX ${NAME} ON ${NAME}`, "i");
const ADD_COLUMN = new RegExp(`^ALTER TABLE ${NAME} ADD (?:COLUMN )?${NAME} (.*)$`, "is");
const ADD_CONSTRAINT = new RegExp(`^ALTER TABLE ${NAME} ADD CONSTRAINT `, "i");
const CHANGE_ROWS = new RegExp(`^(?:INSERT INTO|UPDATE) ${NAME}`, "i");

/**
 * The statements of a migration with which a server of an earlier version could break: all but new tables, indexes and
 * optional columns, and changes of rows. A table of the same migration is one that no earlier server knows.
 */
export function notOnlyAdding(migration: string): readonly string[] {
  const statements = migration
    .replaceAll(/^--(?!>).*$/gm, "")
    .split("--> statement-breakpoint")
    .flatMap((part) => part.split(/;\s*(?:\n|$)/))
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  const made = new Set(statements.map((statement) => CREATE_TABLE.exec(statement)?.[1]));
  return statements.filter((statement) => !isAdding(statement, made));
}

function isAdding(statement: string, made: ReadonlySet<string | undefined>): boolean {
  if (CREATE_TABLE.test(statement) || CHANGE_ROWS.test(statement)) return true;
  const [, isUnique, , indexed] = CREATE_INDEX.exec(statement) ?? [];
  if (indexed !== undefined) return isUnique === undefined || made.has(indexed);
  const [, constrained] = ADD_CONSTRAINT.exec(statement) ?? [];
  if (constrained !== undefined) return made.has(constrained);
  const [, , , column] = ADD_COLUMN.exec(statement) ?? [];
  if (column === undefined) return false;
  const isOptional = !/\bNOT NULL\b/i.test(column) || /\bDEFAULT\b/i.test(column);
  return isOptional && !/\b(?:UNIQUE|PRIMARY KEY|CHECK|REFERENCES)\b/i.test(column);
}
