import { eachInTurn } from "./each-in-turn.ts";
import type { Phase } from "./phase.ts";
import { readClaimant, WITH_OPEN_CLAIMS } from "./record-pull.ts";

const PER_TURN = 10;

/** Verifies the claims of pull requests that name something other than the pull requests read after them. */
export const verifyClaims: Phase = async (options) => {
  const { stores, repository } = options;
  const of = { readFrom: WITH_OPEN_CLAIMS, limit: PER_TURN };
  const numbers = await stores.backfills.listReadFrom(repository.id, of);
  await eachInTurn(numbers, (number) => readClaimant(options, number));
  return { isOver: numbers.length < PER_TURN };
};
