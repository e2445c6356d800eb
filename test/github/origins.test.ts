import { describe, expect, it } from "vitest";
import { gitHubOrigin, isLoopback } from "../../src/github/origins.ts";

describe("the origin of GitHub's pages", () => {
  it.each([
    ["https://api.github.com", "https://github.com"],
    ["https://github.acme.com/api/v3", "https://github.acme.com"],
    ["https://github.acme.com:8443/api/v3", "https://github.acme.com:8443"],
    ["https://api.acme.ghe.com", "https://acme.ghe.com"],
    ["https://api.acme.com/api/v3", "https://api.acme.com"],
    ["https://api.acme.ghe.com.evil.example", "https://api.acme.ghe.com.evil.example"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000"],
  ])("of %s is %s", (apiUrl, origin) => {
    expect(gitHubOrigin(apiUrl)).toBe(origin);
  });
});

describe("an address that leads to the machine itself", () => {
  it.each([
    "http://localhost:3000",
    "http://LOCALHOST",
    "http://plimsoll.localhost",
    "http://localhost.:4881",
    "http://plimsoll.localhost.",
    "http://127.1",
    "http://[::1]:3000",
    "http://0.0.0.0",
    "http://[::]",
    "http://[::ffff:127.0.0.1]",
    "http://[::ffff:0.0.0.0]",
  ])("is %s", (url) => {
    expect(isLoopback(url)).toBe(true);
  });

  it.each([
    "https://localhost.example.com",
    "https://127.0.0.1.nip.io",
    "https://plimsoll.example.com",
    "https://plimsoll.example.com.",
    "http://[::ffff:192.0.2.1]",
    "http://[2001:db8::1]",
  ])("is not %s", (url) => {
    expect(isLoopback(url)).toBe(false);
  });
});
