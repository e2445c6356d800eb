import type { Command } from "commander";
import type { DoctorOptions } from "../doctor.ts";

/** Adds `plimsoll doctor`. */
export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description(
      "check the installation: environment, store, GitHub, webhook, server; ends with 1 on a problem",
    )
    .option("--json", "print it as JSON")
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("../doctor.ts");
      await doctor(options);
    });
}
