import type { Organization } from "./seed.ts";

/** The demo's organization: six people and one shop. */
export const acme = {
  organization: "acme",
  repositories: ["shop"],
  people: [
    { login: "amara", name: "Amara Diallo", email: "amara@acme.example" },
    { login: "bjorn", name: "Bjorn Lind", email: "bjorn@acme.example" },
    { login: "chiyo", name: "Chiyo Arai", email: "chiyo@acme.example" },
    { login: "dario", name: "Dario Conti", email: "dario@acme.example" },
    { login: "esther", name: "Esther Mwangi", email: "esther@acme.example" },
    { login: "farid", name: "Farid Haddad", email: "farid@acme.example" },
  ],
} as const satisfies Organization;
