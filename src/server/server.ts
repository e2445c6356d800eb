import type { Logger } from "pino";
import { definitionUrlOf } from "../definition.ts";
import type { DigestOptions } from "../digests/digest-options.ts";
import { startComputer } from "../digests/thread-computer.ts";
import { configuredDigest, type ServerEnv } from "../env.ts";
import type { PlimsollOctokit } from "../github/octokit.ts";
import { gitHubOrigin } from "../github/origins.ts";
import { scopedClients } from "../github/scoped-auth.ts";
import { onUnknownWords } from "../github/words.ts";
import { fillGap, type Gap } from "../ingest/gap.ts";
import { createSettingsSource } from "../ingest/settings-source.ts";
import type { NotifyTarget } from "../notify/send.ts";
import { withSafeErrors } from "../operations/error-log.ts";
import { createMetrics } from "../operations/metrics.ts";
import { assertPortIsFree } from "../operations/port.ts";
import { findUnreadiness } from "../operations/readiness.ts";
import { createIntake } from "../queue/intake.ts";
import type { Enqueue } from "../storage/deliveries.ts";
import type { Stores } from "../storage/stores.ts";
import { createApp } from "./app.ts";
import { createFirstDigest } from "./first-digest.ts";
import { createHookLog } from "./hook-log.ts";
import { loadProbotServer } from "./probot-server.ts";
import { readProgress } from "./progress.ts";
import { type RegularWork, startRegularWork } from "./regular-work.ts";
import { openSharedQueue } from "./shared-server.ts";
import { closeInTime, closeServer } from "./shutdown.ts";
import { storedContentLimit } from "./stored-content-limit.ts";
import { openWatchedStores } from "./watched-stores.ts";
import { startWorkers } from "./workers.ts";

/** The parts of a server. */
export interface PlimsollOptions {
  readonly env: ServerEnv;
  readonly log: Logger;
  /** The present time. The demo and the tests replay a past fortnight. */
  readonly clock?: () => Date;
  /** Called once when a file of the store, or its lock, was deleted or replaced: writes are lost, or done twice. */
  readonly onLost?: (error: unknown) => void;
  /** An Octokit class, for tests that must not wait for GitHub's rate limits. */
  readonly Octokit?: typeof PlimsollOctokit;
}

/** A running server. */
export interface Plimsoll extends RegularWork {
  readonly url: string;
  readonly stores: Stores;
  /** Resolves when everything received is processed and shown. */
  idle(): Promise<void>;
  /** Starts no new work, waits for running work, and closes the store. */
  stop(): Promise<void>;
}

/**
 * Times in milliseconds: Node's defaults are minutes, and GitHub's senders need seconds. One connection can make many
 * requests at once.
 */
const REQUEST_LIMITS = { headersTimeout: 10_000, requestTimeout: 20_000, maxRequestsPerSocket: 500 };

/**
 * Starts the server: the webhook intake, the workers, and the weekly digest. Rejects when the port is taken.
 *
 * Long, because it connects all parts of the server, and some of them refer to later ones.
 */
export async function startPlimsoll(options: PlimsollOptions): Promise<Plimsoll> {
  const { env, clock = () => new Date(), Octokit, onLost = () => {} } = options;
  const log = withSafeErrors(options.log);
  await assertPortIsFree(env);
  const enqueue: Enqueue = async (transaction, partitions) => queue?.enqueue(transaction, partitions);
  const watching = { env, log, clock, onLost, enqueue };
  const { damage, opened, stores, ...watched } = await openWatchedStores(watching);
  const queue = await openSharedQueue(env.DATABASE_URL, log);
  const metrics = createMetrics({ stores, clock, unreadiness: () => unreadiness() });
  const { tally, fetchOf } = metrics;
  const wake = () => workers.wake();
  const intake = createIntake({
    secret: env.WEBHOOK_SECRET,
    deliveries: opened.deliveries,
    log,
    clock,
    onArrival: watched.onArrival,
    onStored: () => workers.wakeDeliveries(),
    isDamaged: () => damage.find() !== undefined,
    tally,
  });
  const findStandstill = () => {
    const found = damage.find();
    return found === undefined ? workers.findStandstill() : `the store is damaged: ${found}`;
  };
  const unreadiness = () => findUnreadiness({ operations: opened.operations, clock, findStandstill });
  const settings = createSettingsSource(stores, {
    log,
    clock,
    authenticateOwner: (id) => clients.authenticateOwner(id),
  });
  const stopWords = onUnknownWords((word) =>
    log.warn(word, "Word of GitHub's that this version does not know"),
  );
  const onGap = (gap: Gap) => fillGap({ stores, log, clock }, gap);
  const app = createApp({
    stores,
    log,
    clock,
    onStale: wake,
    onGap,
    settings,
    unreadiness,
    metrics,
    secret: env.WEBHOOK_SECRET,
    readProgress: () => readProgress({ stores, clock, hookLog, firstDigest }),
  });
  const contentLimit = storedContentLimit(stores.recentWrites);
  const { server, probot } = await loadProbotServer(env, app, { intake, fetchOf, Octokit, contentLimit });
  const clients = scopedClients(probot);
  const compute = startComputer(env.DATABASE_URL, stores);
  const jobs: DigestOptions = {
    stores,
    log,
    clock,
    settings,
    compute,
    definitionUrl: definitionUrlOf(env),
    tally,
    configured: configuredDigest(env),
    webOrigin: gitHubOrigin(env.GITHUB_API_URL),
    notify: notifyOptions(env),
    ...clients,
  };
  const authenticateApp = () => probot.auth();
  const hookLog = createHookLog({ authenticateApp, clock });
  const firstDigest = createFirstDigest(jobs, gitHubOrigin(env.GITHUB_API_URL));
  const work = { ...jobs, onStale: wake, notifyTarget: notifyTarget(env) };
  const workers = queue ? await queue.startWorkers(probot, work) : startWorkers(probot, work);
  const running = { server, workers, compute, check: watched.check, held: watched.held };
  const http = await server.start().catch(async (error: unknown) => {
    await closeServer(running);
    throw error;
  });
  Object.assign(http, REQUEST_LIMITS);
  const sources = { ...jobs, authenticateApp, onGap };
  const regularWork = { jobs, sources, spend: env, clockSkew: metrics.clockSkew, tally };
  const regular = queue ? await queue.startRegularWork(regularWork) : startRegularWork(regularWork);
  watched.onDamage(() => {
    regular.stop();
    void workers.stop();
  });
  return {
    ...regular,
    url: `http://${env.HOST}:${server.port}`,
    stores,
    idle: () => workers.idle(),
    async stop() {
      regular.stop();
      await closeInTime(running, http);
      stopWords();
    },
  };
}

/** The options with which digests record notifications; `undefined` where none are sent. */
function notifyOptions({ NOTIFY_URL, NOTIFY_OWNER, GITHUB_API_URL }: ServerEnv): DigestOptions["notify"] {
  return NOTIFY_URL === undefined
    ? undefined
    : { owner: NOTIFY_OWNER, webOrigin: gitHubOrigin(GITHUB_API_URL) };
}

function notifyTarget({ NOTIFY_URL, NOTIFY_SECRET }: ServerEnv): NotifyTarget | undefined {
  return NOTIFY_URL === undefined ? undefined : { url: NOTIFY_URL, secret: NOTIFY_SECRET };
}
