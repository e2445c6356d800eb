import type { ServerResponse } from "node:http";
import { operatorCookie } from "../pages/operator-cookie.ts";
import { sendPage } from "../pages/page.ts";
import { digestVariablesOf } from "./answers.ts";
import { ConversionError, type CreatedApp, convertCode } from "./conversion.ts";
import { createdPage } from "./created-page.ts";
import { addToEnvFile, findEnvFileProblem, reasonOf } from "./env-file.ts";
import { AFTERWARDS, staleStatePage, unconvertedPage, unwritablePage } from "./problem-page.ts";
import type { Pending, States } from "./states.ts";

/** The variables of an App that was created. */
export type Configured = Readonly<Record<string, string>>;

/** The options of the last step, and the forms that wait for GitHub's answer. */
interface CompletionOptions {
  readonly apiUrl: string;
  /** The file for the credentials. */
  readonly envPath: string;
  /** More variables for the file. */
  readonly kept: Readonly<Record<string, string>>;
  readonly clock: () => Date;
  readonly states: States;
}

/** A created App, the form that it was created with, and the response that shows it. */
interface Completion {
  readonly app: CreatedApp;
  readonly pending: Pending;
  readonly response: ServerResponse;
}

/** Takes the credentials of the App that GitHub created, if the request comes from a form of this server. */
export async function completeSetup(
  options: CompletionOptions,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<Configured | undefined> {
  const { apiUrl, envPath, states } = options;
  const code = query.get("code");
  const state = query.get("state") ?? "";
  const pending = code === null ? undefined : states.take(state);
  if (code === null || pending === undefined) return void sendPage(response, staleStatePage());
  const problem = await findEnvFileProblem(envPath);
  if (problem !== undefined) {
    states.putBack(state, pending);
    return void sendPage(response, unwritablePage(envPath, problem, AFTERWARDS.app));
  }
  try {
    return await saveCredentials(options, { app: await convertCode(apiUrl, code), pending, response });
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    if (error.canRetry) states.putBack(state, pending);
    return void sendPage(response, unconvertedPage(error.message, error.canRetry));
  }
}

/** GitHub gives the credentials only once: the server uses them even if the file cannot be written. */
async function saveCredentials(
  { envPath, kept, clock }: CompletionOptions,
  { app, pending, response }: Completion,
): Promise<Configured> {
  const { answers } = pending;
  const said = { PUBLIC_URL: answers.publicUrl, ...digestVariablesOf(answers) };
  const variables = { ...app.credentials, ...said, ...kept };
  const failure = await addToEnvFile(envPath, variables).then(() => undefined, reasonOf);
  const delivered = new Promise((resolve) => response.once("close", resolve));
  const { publicUrl } = answers;
  const cookie = operatorCookie({ secret: app.credentials.WEBHOOK_SECRET, now: clock(), publicUrl });
  response.setHeader("set-cookie", cookie).setHeader("connection", "close");
  sendPage(response, createdPage({ app: app.page, path: envPath, variables, failure }));
  await delivered;
  return variables;
}
