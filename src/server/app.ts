import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { ApplicationFunction, Context } from "probot";
import type { EventName } from "../github/payloads.ts";
import { NotUnderstoodError, readPayload } from "../github/read-payload.ts";
import { type CoveredRepository, scopedClients } from "../github/scoped-auth.ts";
import { onDeploymentStatus } from "../ingest/events/deployment-status.ts";
import type { Handler, HandlerOptions } from "../ingest/events/event.ts";
import { onInstallation } from "../ingest/events/installation.ts";
import { onMergeGroup } from "../ingest/events/merge-group.ts";
import { onPullRequest } from "../ingest/events/pull-request.ts";
import { onPush } from "../ingest/events/push.ts";
import { onRelease } from "../ingest/events/release.ts";
import { isOfRemoved } from "../ingest/events/removed.ts";
import { onInstallationRepositories, onRepository } from "../ingest/events/repository.ts";
import { onCheckRunRerequested, onCheckSuiteRerequested } from "../ingest/events/rerequested.ts";
import { onReview } from "../ingest/events/review.ts";
import type { Metrics } from "../operations/metrics.ts";
import { createMetricsPage } from "../operations/metrics-page.ts";
import { handleDocs } from "../pages/docs-page.ts";
import { createInstalledPage } from "../pages/installed-page.ts";
import type { Progress } from "../pages/progress-page.ts";
import type { Stores } from "../storage/stores.ts";

/** The parts of the app. */
interface AppOptions extends HandlerOptions {
  readonly stores: Stores;
  readonly log: Logger;
  /** The reason why the process cannot do its work now; `undefined` when it can. */
  readonly unreadiness: () => Promise<string | undefined>;
  readonly metrics: Metrics;
  /** The secret of the webhook. */
  readonly secret: string;
  readonly readProgress: () => Promise<Progress>;
}

/** The whole app: the handlers of events, and the routes beside the webhook. */
export function createApp(given: AppOptions): ApplicationFunction {
  const { stores, log, unreadiness, metrics, secret, readProgress, ...options } = given;
  return (app, { addHandler }) => {
    const { authenticate } = scopedClients(app);
    addHandler(route("/healthz", async () => undefined));
    addHandler(route("/readyz", unreadiness));
    addHandler(createMetricsPage(metrics));
    addHandler(createInstalledPage({ secret, clock: options.clock, readProgress }));
    addHandler(handleDocs);
    app.on("pull_request", handle("pull_request", onPullRequest(stores, options)));
    app.on("pull_request_review", handle("pull_request_review", onReview(stores, options)));
    app.on("push", handle("push", onPush(stores, options)));
    app.on("release", handle("release", onRelease(stores, options)));
    app.on("repository", handle("repository", onRepository(stores, options)));
    app.on("deployment_status", handle("deployment_status", onDeploymentStatus(stores, options)));
    app.on("merge_group", handle("merge_group", onMergeGroup(stores, options)));
    app.on("check_run", handle("check_run", onCheckRunRerequested(stores, options)));
    app.on("check_suite", handle("check_suite", onCheckSuiteRerequested(stores, options)));
    app.on("installation", handle("installation", onInstallation(stores, options)));
    app.on(
      "installation_repositories",
      handle("installation_repositories", onInstallationRepositories(stores, options)),
    );

    /** Payloads were trimmed when they were stored. Parsing them again gives them their type. */
    function handle<Name extends EventName>(name: Name, handler: Handler<Name>) {
      return async ({ id, octokit, payload: received }: Context): Promise<void> => {
        const read = readPayload(name, received);
        if ("unknownWords" in read) return;
        if ("problem" in read) throw new NotUnderstoodError(read.problem);
        const { payload } = read;
        const event = {
          octokit: "repository" in payload ? await authenticate(coveredBy(payload)) : octokit,
          payload,
          log: log.child({ delivery: id, event: name, repositoryId: repositoryIdOf(received) }),
          receivedAt: (await stores.deliveries.findReceivedAt(id)) ?? options.clock(),
        };
        if (!(await isOfRemoved(stores, name, payload))) return handler(event);
        await stores.deliveries.drop(id);
        event.log.info("Delivery of a removed repository dropped");
      };
    }
  };
}

interface Addressed {
  readonly repository: { readonly id: number };
  readonly installation: { readonly id: number };
}

function coveredBy({ repository, installation }: Addressed): CoveredRepository {
  return { id: repository.id, installationId: installation.id };
}

function repositoryIdOf(payload: Context["payload"]): number | undefined {
  return "repository" in payload ? payload.repository?.id : undefined;
}

/** A route that answers 200, or 503 with the problem. */
function route(path: string, problem: () => Promise<string | undefined>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.url !== path) return false;
    const found = await problem();
    response
      .writeHead(found === undefined ? 200 : 503, { "content-type": "text/plain" })
      .end(`${found ?? "ok"}\n`);
    return true;
  };
}
