import type { IncomingMessage, ServerResponse } from "node:http";
import { gitHubOrigin, isLoopback } from "../github/origins.ts";
import { sendPage } from "../pages/page.ts";
import { type Answers, parseAnswers } from "./answers.ts";
import { type Configured, completeSetup } from "./completion.ts";
import { findEnvFileProblem } from "./env-file.ts";
import { readForm } from "./form.ts";
import { formPage } from "./form-page.ts";
import { createManifest, manifestTarget } from "./manifest.ts";
import { formOrigin, requestOrigin } from "./origins.ts";
import { AFTERWARDS, badRequestPage, unwritablePage } from "./problem-page.ts";
import { reviewPage } from "./review-page.ts";
import { createStates } from "./states.ts";

/** The options of the steps. */
export interface StepsOptions {
  readonly apiUrl: string;
  /** The address where GitHub and people reach this server, if the environment sets it. */
  readonly publicUrl: string | undefined;
  /** The file for the credentials. */
  readonly envPath: string;
  /** More variables for the file. */
  readonly kept: Readonly<Record<string, string>>;
  readonly clock: () => Date;
}

/** The steps of the setup, each the answer to one request. */
interface Steps {
  /** Shows the form for the App's registration. */
  ask(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Checks the form, and shows the App to be created. */
  review(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Receives the browser back from GitHub; resolves to the variables to start with, once the page is delivered. */
  complete(query: URLSearchParams, response: ServerResponse): Promise<Configured | undefined>;
}

/** Makes the steps, which share the states. */
export function createSteps(options: StepsOptions): Steps {
  const { apiUrl, publicUrl, envPath, clock } = options;
  const origin = gitHubOrigin(apiUrl);
  const states = createStates(clock);
  const pages = { origin, isPublicUrlSet: publicUrl !== undefined };
  return {
    async ask(request, response) {
      const problem = await findEnvFileProblem(envPath);
      if (problem !== undefined)
        return sendPage(response, unwritablePage(envPath, problem, AFTERWARDS.nothing));
      const filledIn = {
        organization: "",
        name: "Plimsoll",
        publicUrl: publicUrl ?? guessedUrl(request, origin),
        digestPer: "",
        digestRepository: "",
      };
      sendPage(response, formPage({ ...pages, filledIn }));
    },
    async review(request, response) {
      const form = await readForm(request);
      if (form === 413) return sendPage(response, badRequestPage(form, "That is too much for this form"));
      if (form === 415) return sendPage(response, badRequestPage(form, "That is not a form"));
      const filledIn = answersOf(form);
      const checked = parseAnswers({ ...filledIn, publicUrl: publicUrl ?? filledIn.publicUrl }, origin);
      if ("problems" in checked)
        return sendPage(response, formPage({ ...pages, filledIn, problems: checked.problems }));
      const { answers } = checked;
      const manifest = createManifest(answers, formOrigin(request) ?? answers.publicUrl);
      const target = manifestTarget(origin, answers, states.issue(answers));
      sendPage(response, reviewPage({ answers, manifest, target }));
    },
    complete: (query, response) => completeSetup({ ...options, states }, query, response),
  };
}

/** The address where the browser reaches this server, if GitHub may reach it there too. */
function guessedUrl(request: IncomingMessage, origin: string): string {
  const guess = requestOrigin(request);
  return guess === undefined || (isLoopback(guess) && !isLoopback(origin)) ? "" : guess;
}

function answersOf(form: URLSearchParams): Answers {
  const answer = (name: keyof Answers) => form.get(name) ?? "";
  return {
    organization: answer("organization"),
    name: answer("name"),
    publicUrl: answer("publicUrl"),
    digestPer: answer("digestPer"),
    digestRepository: answer("digestRepository"),
  };
}
