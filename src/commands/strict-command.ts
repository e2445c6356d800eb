import { Command, type HelpContext, type Option } from "commander";
import { UsageError } from "./user-error.ts";

/** A command that throws a `UsageError` of one line when it is called wrongly. */
export class StrictCommand extends Command {
  override createCommand(name?: string): StrictCommand {
    return new StrictCommand(name);
  }

  /** Adds an option. One that has a value needs it, and may be given once: a second value would silently replace the first. */
  override addOption(option: Option): this {
    super.addOption(option);
    if (!option.required && !option.optional) return this;
    let isGiven = false;
    return this.on(`option:${option.name()}`, (value: string) => {
      if (value === "") this.error(`error: ${option.long} is empty`);
      if (isGiven) this.error(`error: ${option.long} is given twice`);
      isGiven = true;
    });
  }

  override error(message: string): never {
    const line = message.replace(/^error: |\.$/g, "").replaceAll("\n", " ");
    throw new UsageError(`${line}: ${this.#path()} --help shows the usage`);
  }

  /** Prints the help that the user wants. Where a command is missing, it throws a `UsageError` instead. */
  override help(context?: HelpContext | ((text: string) => string)): never {
    if (typeof context !== "object" || !context.error) return super.help();
    const names = this.commands.map((command) => command.name()).join(", ");
    throw new UsageError(`no command is given: write ${this.#path()} with one of ${names}`);
  }

  /** The names with which it is called, such as `plimsoll spend import`. */
  #path(): string {
    const { parent } = this;
    return parent instanceof StrictCommand ? `${parent.#path()} ${this.name()}` : this.name();
  }
}
