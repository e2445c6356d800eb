import { shiftDay } from "../../../../src/domain/spend/fact.ts";
import {
  declared,
  eachDay,
  factOf,
  knownOf,
  LAST_DAY,
  seatsOf,
  sourceOf,
} from "../../../simulation/examples/spend.ts";
import { compared, headlineOf, type SpendMove, shownOf, spendOf } from "./move.ts";

const YEAR = eachDay(365, "20");
const HONEST = knownOf({ facts: YEAR });
const PAYMENTS = { name: "payments", repositories: ["shop"], native: {} };
/** The first day of the four weeks. */
const FIRST_DAY = shiftDay(LAST_DAY, -27);

/** Moves with other kinds of money, or with money elsewhere. */
export const MONEY_MOVES: readonly SpendMove[] = [
  {
    id: "S2",
    strategy: "move a tool to a personal card",
    play: () => {
      const tools = ["claude-code", "claude-code", "cursor"];
      const cursor = eachDay(365, "5", { tool: "cursor" });
      const honest = spendOf(knownOf({ facts: [...YEAR, ...cursor] }), { declared: tools });
      const gamed = spendOf(HONEST, { declared: tools });
      return compared(honest, gamed, { holds: headlineOf(gamed) === "withheld: coverage" });
    },
  },
  {
    id: "S3",
    strategy: "buy seats instead of usage",
    play: () => {
      const seats = seatsOf({ tool: "claude-code", count: 20, price: "30" });
      const honest = shownOf(HONEST);
      const gamed = shownOf(knownOf({ declarations: [declared({ seats: [seats] })] }));
      const isNear = Math.abs(Number(gamed.total) / Number(honest.total) - 1) < 0.05;
      return compared(honest, gamed, { holds: isNear });
    },
  },
  {
    id: "S4",
    strategy: "pay with credits",
    play: () => {
      const gamed = shownOf(knownOf({ facts: [...YEAR, ...eachDay(28, "-20", { charge: "credit" })] }));
      const shows = [`credit ${gamed.credit}`];
      return compared(shownOf(HONEST), gamed, {
        shows,
        holds: gamed.total === "560.00" && gamed.credit === "-560.00",
      });
    },
  },
  {
    id: "S6",
    strategy: "book spend to a scope that the config does not name",
    play: () => {
      const declarations = [declared({ scopes: [PAYMENTS] })];
      const honest = shownOf(knownOf({ facts: eachDay(365, "20", { scope: "payments" }), declarations }));
      const gamed = shownOf(knownOf({ facts: YEAR, declarations }));
      const shows = [`unallocated ${honest.unallocated} → ${gamed.unallocated}`];
      return compared(honest, gamed, {
        shows,
        holds: gamed.unallocated === gamed.total && gamed.total === honest.total,
      });
    },
  },
  {
    id: "S8",
    strategy: "import negative rows",
    play: () => {
      const row = factOf("2026-11-10", "-500", { charge: "adjustment" });
      const gamed = shownOf(knownOf({ facts: [...YEAR, row] }));
      const [flagged] = gamed.negative;
      const shows = [`adjustment ${gamed.adjustment}`, `below zero: ${flagged?.day} ${flagged?.amount}`];
      return compared(shownOf(HONEST), gamed, {
        shows,
        holds: gamed.total === "560.00" && flagged !== undefined,
      });
    },
  },
  {
    id: "S11",
    strategy: "have half of the bill in another currency",
    play: () => {
      const facts = YEAR.map((fact) => (fact.day > "2026-11-08" ? { ...fact, currency: "EUR" } : fact));
      const gamed = shownOf(knownOf({ facts }));
      const [left] = gamed.unconverted;
      return compared(shownOf(HONEST), gamed, {
        shows: [`not added: ${left?.amount} ${left?.currency}`],
        holds: left?.amount === "280.00",
      });
    },
  },
  {
    id: "S12",
    strategy: "declare a lower price of seats, for the past too",
    play: () => {
      const before = declared({ seats: [seatsOf({ count: 20 })] });
      const after = declared(
        { seats: [seatsOf({ count: 20, price: "3" })] },
        new Date("2026-11-23T08:00:00Z"),
      );
      const later = { ...after, since: new Date("2026-11-16T00:00:00Z") };
      const honest = shownOf(knownOf({ declarations: [before] }));
      const past = shownOf(knownOf({ declarations: [before, after] }));
      const gamed = shownOf(knownOf({ declarations: [before, later] }));
      const [line] = gamed.declared;
      return compared(honest, gamed, {
        shows: [
          `days before stay: ${past.total === honest.total ? "yes" : "no"}`,
          `line: ${line?.day} ${line?.keys.join()}`,
        ],
        holds: past.total === honest.total && line !== undefined,
      });
    },
  },
  {
    id: "S13",
    strategy: "run agents for nothing, three times as much as before",
    play: () => {
      const facts = YEAR.map((fact, index) => {
        const price = 15n + BigInt((index * 7) % 11);
        return { ...fact, amount: price * 1_000_000n * (fact.day >= FIRST_DAY ? 3n : 1n) };
      });
      const gamed = shownOf(knownOf({ facts }));
      const { signal, change } = gamed.perNormalizedDeployment;
      return compared(shownOf(HONEST), gamed, {
        shows: [
          `signal ${signal}`,
          `spend × ${change?.spend}, normalized deployments × ${change?.normalizedDeployments}`,
        ],
        holds: signal === "above" && change?.normalizedDeployments === 1,
      });
    },
  },
  {
    id: "S14",
    strategy: "declare a scope for one person, to read their spend",
    play: () => {
      const scope = { ...PAYMENTS, name: "only-ada" };
      const facts = [...YEAR, ...eachDay(28, "7", { scope: "only-ada", source: 1, tool: "cursor" })];
      const gamed = shownOf(knownOf({ facts, declarations: [declared({ scopes: [scope] })] }));
      const isNamed = JSON.stringify(gamed).includes("only-ada");
      return compared(shownOf(knownOf({ facts })), gamed, {
        shows: [`figures of a scope: ${isNamed ? "some" : "none"}`],
        holds: !isNamed,
      });
    },
  },
  {
    id: "S15",
    strategy: "forge a file",
    play: () => {
      const metered = knownOf({
        facts: YEAR,
        sources: [sourceOf(1, { kind: "anthropic", basis: "metered" })],
      });
      const [honest, gamed] = [shownOf(metered), shownOf(knownOf({ facts: eachDay(365, "2") }))];
      const shows = [`basis ${honest.basis.join()} → ${gamed.basis.join()}`];
      return compared(honest, gamed, { shows, holds: gamed.basis.join() === "estimate" });
    },
  },
];
