import { WHOLE } from "../domain/shipping/change.ts";
import { Heads, RETIRED_AFTER } from "../domain/shipping/heads.ts";
import type { TimelineState } from "../domain/shipping/timeline-state.ts";
import type { Database } from "./database.ts";
import { COMMITS, RULES } from "./json/columns.ts";
import { LazyMap, LazySet } from "./lazy.ts";
import { prepareState } from "./state-statements.ts";

/** Reads the state of production before the next deployment effect, on demand. */
export function createStateReader(database: Database) {
  const statements = prepareState(database);
  return (repositoryId: number, { at, target }: { at: Date; target: string }): TimelineState => {
    const since = at.getTime() - RETIRED_AFTER;
    const heads = statements.heads.all({ repositoryId, target, since });
    const channels = channelsOf(statements, repositoryId);
    return {
      graph: graphOf(statements, repositoryId),
      unrelated: new LazySet((key) => {
        const [base, head] = key.split("...");
        return statements.unrelated.get({ repositoryId, base, head }) !== undefined;
      }),
      positions: new LazyMap((sha) => statements.position.get({ repositoryId, sha })?.position),
      layers: new Map(
        channels.map((channel) => [
          channel,
          new LazySet((sha: string) => statements.member.get({ repositoryId, sha, channel }) !== undefined),
        ]),
      ),
      dropped: new LazyMap((place) => {
        const end = place.lastIndexOf(" ");
        const [channel, sha] = [place.slice(0, end), place.slice(end + 1)];
        return statements.dropped.get({ repositoryId, channel, sha })?.sha;
      }),
      heads: new Heads(heads.map((head) => [head.target, head])),
      makersOfTree: new LazyMap((tree) => {
        return statements.makersOfTree.all({ repositoryId, tree }).map(({ sha }) => sha);
      }),
      deployedTrees: new LazyMap((tree) => statements.deployedTree.get({ repositoryId, tree })?.at),
      previous: statements.last.get({ repositoryId })?.sha,
      nextPosition: (statements.highest.get({ repositoryId })?.position ?? -1) + 1,
    };
  };
}

type Statements = ReturnType<typeof prepareState>;

/** The channels with a deployment effect. */
function channelsOf(statements: Statements, repositoryId: number): string[] {
  const services = statements.services
    .all({ repositoryId })
    .flatMap((row) => RULES.services.read(row.services, { repositoryId, since: row.since }));
  return [...new Set([WHOLE, ...services.map(({ name }) => name)])].filter(
    (channel) => statements.channel.get({ repositoryId, channel }) !== undefined,
  );
}

function graphOf(statements: Statements, repositoryId: number): TimelineState["graph"] {
  return new LazyMap((sha) => {
    const row = statements.commit.get({ repositoryId, sha });
    return (
      row && {
        parents: COMMITS.parents.read(row.parents, { repositoryId, sha }),
        tree: row.tree ?? undefined,
      }
    );
  });
}
