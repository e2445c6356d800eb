import { UsageError } from "./user-error.ts";

const IN_VARIABLE = /^env:(\w+)$/;
const ADDRESS = /^(?:file:.|postgres(?:ql)?:\/\/)/;

/**
 * Reads the address of a store from an argument: `file:` and a path, `postgres://…` without a password, or `env:` and the
 * variable that holds either. Everybody on a machine can read the arguments of its processes.
 *
 * Throws a `UsageError` that quotes nothing of an address.
 */
export function readStoreArgument(name: string, argument: string, variables: NodeJS.ProcessEnv): string {
  const [, variable] = IN_VARIABLE.exec(argument) ?? [];
  const address = variable === undefined ? argument : variables[variable];
  const given = variable ?? name;
  if (!address) throw new UsageError(`${given} is not set: put the address of a store into it`);
  if (!ADDRESS.test(address))
    throw new UsageError(
      `${given} is no address of a store: write file:PATH, postgres://USER@HOST/DATABASE, or env:NAME`,
    );
  if (address.startsWith("file:")) return address;
  const url = URL.parse(address);
  if (url === null)
    throw new UsageError(
      `${given} is no URL: write postgres://USER:PASSWORD@HOST/DATABASE, with %40 for @ in a password`,
    );
  const hasPassword = url.password !== "" || url.searchParams.has("password");
  if (variable === undefined && hasPassword)
    throw new UsageError(
      `${name} has a password, which others can read in the list of processes: put the address into a variable, and give env:NAME`,
    );
  return address;
}
