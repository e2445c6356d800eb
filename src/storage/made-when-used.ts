/**
 * An object whose properties are made on their first use.
 *
 * A store builds all its queries when it is made, and most commands use few of the stores.
 */
export function madeWhenUsed<Made extends object>(
  makers: {
    readonly [Name in keyof Made]: () => Made[Name];
  },
): Made {
  const made = {} as Made;
  for (const name of Object.keys(makers) as (keyof Made)[]) {
    const get = () => {
      const value = makers[name]();
      Object.defineProperty(made, name, { value });
      return value;
    };
    Object.defineProperty(made, name, { get, enumerable: true, configurable: true });
  }
  return made;
}
