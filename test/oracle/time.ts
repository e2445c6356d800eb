// Times. Inside of the oracle a time is a number of milliseconds.

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

export function ms(at: string): number {
  return new Date(at).getTime();
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** "Days and weeks are those of the scope's time zone." The local date, as 2026-11-02. */
export function dayOf(at: number, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts = format.formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/** The date that lies some days after another one. */
export function addDays(day: string, days: number): string {
  return iso(ms(`${day}T00:00:00Z`) + days * DAY).slice(0, 10);
}

/** The Monday of the ISO week of a date. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The first instant of a local date: found by halving, so that no rule about offsets is needed. */
export function startOf(day: string, zone: string): number {
  let before = ms(`${day}T00:00:00Z`) - 2 * DAY;
  let notBefore = before + 4 * DAY;
  while (notBefore - before > 1) {
    const middle = Math.floor((before + notBefore) / 2);
    if (dayOf(middle, zone) < day) before = middle;
    else notBefore = middle;
  }
  return notBefore;
}

/** The name of an ISO week, by its Monday: the year is that of its Thursday. 2026-W45. */
export function weekName(monday: string): string {
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const days = Math.round((ms(`${thursday}T00:00:00Z`) - ms(`${year}-01-01T00:00:00Z`)) / DAY);
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, "0")}`;
}
