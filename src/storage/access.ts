import { type AnyColumn, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Refused } from "../domain/refusal.ts";
import { refusals } from "./schema/refusals.ts";
import { installations, repositories } from "./schema/repositories.ts";

/**
 * Whether the app has access to the installation that a column names. Also true when the installation is not stored.
 */
export function isLetIn(installationId: AnyColumn): SQL {
  return sql`not exists (select 1 from ${installations}
    where ${installations.id} = ${installationId} and ${installations.suspendedAt} is not null)`;
}

/** Whether the app may read the repository that a column names. */
export function isReadable(repositoryId: AnyColumn, isSo = sql`true`): SQL {
  return sql`exists (select 1 from ${repositories}
    where ${repositories.id} = ${repositoryId} and ${isSo} and ${isLetIn(repositories.installationId)})`;
}

/** Whether GitHub refused nothing of this kind in a column's repository; with a time, a refusal counts only until we ask again. */
export function isNotRefused(repositoryId: AnyColumn, refused: Refused, now?: Placeholder): SQL {
  return sql`not exists (select 1 from ${refusals}
    where ${refusals.repositoryId} = ${repositoryId} and ${refusals.refused} = ${refused}
      ${now && sql`and ${refusals.askAgainAt} > ${now}`})`;
}

/** Whether the app may write to the repository: GitHub refuses writes to an archived one. */
export function isWritable(repositoryId: AnyColumn, isSo = sql`true`): SQL {
  return isReadable(repositoryId, sql`not ${repositories.isArchived} and ${isSo}`);
}
