import { describe, expect, it } from "vitest";
import { attributed, identity } from "./commits.ts";

const by = (text: string, message = "fix: it") => attributed(message, { author: identity(text) }).attribution;

describe("a robot with an account as people have", () => {
  it.each([
    "PrometheusBot <prometheus@lists.example>",
    "Houston (Bot) <1+astrobot-houston@users.noreply.github.com>",
    "Gopher Robot <gobot@golang.example>",
    "Kubernetes Prow Robot <k8s-ci-robot@users.noreply.github.com>",
    "minikube-bot <minikube@mail.example>",
    "Minikube <1+minikube-bot@users.noreply.github.com>",
    "Minikube Sync <1+minikube-bot@users.noreply.github.com>",
    "DotNet Bot <dn-bot@mail.example>",
    "rancher-ci <ci@rancher.example>",
    "releases_bot <x@mail.example>",
    "Releases <bot@acme.example>",
  ])("is automation by its name or address: %s", (robot) => {
    expect(by(robot)).toBe("automation");
  });

  it("is still an agent where it says so", () => {
    expect(by("acme-bot <x@mail.example>", "fix: it\n\nCo-authored-by: Claude <noreply@anthropic.com>")).toBe(
      "declared",
    );
  });

  it.each([
    "Abbott <abbott@mail.example>",
    "Jan Talbot <jan.talbot@mail.example>",
    "talbot <talbot@mail.example>",
    "Botond Nagy <botond@mail.example>",
    "Sylvain Rabot <s.rabot@mail.example>",
    "Kees Bot <kees.bot@mail.example>",
    "Kees Bot <keesbot@mail.example>",
    "Kees Bot <1+kees-bot@users.noreply.github.com>",
    "Kees Bot <kees@bot.example>",
    "Ada Example <ada@minikube-bot.example>",
    "Ada Example <ada-bot@mail.example>",
    "Luci Maci <luci-ci@mail.example>",
    "robotnik <robotnik@mail.example>",
    "GreenRobot <green@mail.example>",
    "bot-lover <x@mail.example>",
    "li-ci <li@mail.example>",
    "gitbook-bot <gitbook@mail.example>",
    " <>",
  ])("is a person all the same: %s", (person) => {
    expect(by(person)).toBe("undeclared");
  });

  it.each([
    ["chore(legal): @ada has signed the CLA", "automation"],
    ["@ada has signed the CLA in acme/shop#12", "automation"],
    ["ada has signed the CLA from Pull Request #12", "automation"],
    ["fix: tell who has signed the CLA", "undeclared"],
    ["fix: it\n\n@ada has signed the CLA", "undeclared"],
  ])("keeps signatures under any account: %j", (message, attribution) => {
    expect(by("Ada Example <ada@mail.example>", message)).toBe(attribution);
  });
});
