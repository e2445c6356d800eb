import type { IncomingMessage, ServerResponse } from "node:http";
import { gitHubOrigin } from "../github/origins.ts";
import { sendPage } from "../pages/page.ts";
import type { Access } from "./access.ts";
import { type Answers, parseAnswers } from "./answers.ts";
import { type Configured, completeSetup } from "./completion.ts";
import { findEnvFileProblem } from "./env-file.ts";
import { readForm } from "./form.ts";
import { formPage } from "./form-page.ts";
import { createManifest, manifestTarget } from "./manifest.ts";
import { AFTERWARDS, badRequestPage, unwritablePage } from "./problem-page.ts";
import type { ReachCheck } from "./reach.ts";
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
export interface Steps {
  /** Shows the form for the App's registration. */
  ask(response: ServerResponse): Promise<void>;
  /** Checks the form, and shows the App to be created. */
  review(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Shows the App of the last form again, or the form when there is none. */
  reviewAgain(response: ServerResponse): Promise<void>;
  /** Notes that the browser is at the public address now. */
  arrive(): void;
  /** Receives the browser back from GitHub; resolves to the variables to start with, once the page is delivered. */
  complete(query: URLSearchParams, response: ServerResponse): Promise<Configured | undefined>;
}

/** The parts of the server that the steps use. */
interface StepsParts {
  readonly access: Access;
  readonly reach: ReachCheck;
}

/** The last form without a problem. */
interface Reviewed {
  readonly answers: Answers;
  /** Whether the browser is at the public address, which its session then belongs to. */
  readonly isThere: boolean;
}

/** Makes the steps, which share the states. */
export function createSteps(options: StepsOptions, { access, reach }: StepsParts): Steps {
  const { apiUrl, publicUrl, envPath, clock } = options;
  const origin = gitHubOrigin(apiUrl);
  const states = createStates(clock);
  const fixed = publicUrl === undefined ? {} : { publicUrl };
  const pages = { origin, isPublicUrlSet: publicUrl !== undefined };
  let reviewed: Reviewed | undefined;
  const steps: Steps = {
    async ask(response) {
      access.revoke();
      const problem = await findEnvFileProblem(envPath);
      if (problem !== undefined)
        return sendPage(response, unwritablePage(envPath, problem, AFTERWARDS.nothing));
      sendPage(response, formPage({ ...pages, filledIn: { ...NO_ANSWERS, ...reviewed?.answers, ...fixed } }));
    },
    async review(request, response) {
      access.revoke();
      const form = await readForm(request);
      if (typeof form === "number") return sendPage(response, badRequestPage(form, BAD_FORMS[form]));
      const filledIn = answersOf(form);
      const checked = parseAnswers({ ...filledIn, ...fixed }, origin);
      if ("problems" in checked)
        return sendPage(response, formPage({ ...pages, filledIn, problems: checked.problems }));
      const { answers } = checked;
      // Browsers name the origin of a form. What a proxy says of the host counts for nothing.
      reviewed = { answers, isThere: request.headers.origin === new URL(answers.publicUrl).origin };
      await show(reviewed, response);
    },
    reviewAgain: (response) => (reviewed === undefined ? steps.ask(response) : show(reviewed, response)),
    arrive() {
      if (reviewed !== undefined) reviewed = { ...reviewed, isThere: true };
    },
    complete: (query, response) => completeSetup({ ...options, states }, query, response),
  };
  return steps;

  async function show({ answers, isThere }: Reviewed, response: ServerResponse): Promise<void> {
    const reached = await reach.check(answers.publicUrl);
    const next = isThere
      ? { target: manifestTarget(origin, answers, states.issue(answers)) }
      : { continueAt: `${answers.publicUrl}/setup?review&token=${access.issue()}` };
    sendPage(response, reviewPage({ answers, manifest: createManifest(answers), reach: reached, next }));
  }
}

const BAD_FORMS = { 413: "That is too much for this form", 415: "That is not a form" } as const;
const NO_ANSWERS: Answers = {
  organization: "",
  name: "Plimsoll",
  publicUrl: "",
  digestPer: "",
  digestRepository: "",
};

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
