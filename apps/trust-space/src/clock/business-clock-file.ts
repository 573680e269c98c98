import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { durationMs } from '@cachet/runtime';

const CALENDAR = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS = [
  ['D', 86_400],
  ['H', 3600],
  ['M', 60],
  ['S', 1],
] as const;

/** The file by which the product's business clock runs ahead of the wall clock. TLS and tokens never look at it. */
export class BusinessClockFile {
  constructor(private readonly file: string) {
    if (!existsSync(file)) this.reset();
  }

  /** Milliseconds ahead. */
  get offset(): number {
    return durationMs(readFileSync(this.file, 'utf8')) ?? 0;
  }

  /** The offset as it is written: days, hours, minutes and seconds. */
  get text(): string {
    return isoOf(this.offset);
  }

  get now(): Date {
    return new Date(Date.now() + this.offset);
  }

  reset(): void {
    writeFileSync(this.file, 'PT0S');
  }

  /** Moves business time forward from where it stands, by the calendar: a month after 15 January is 15 February. False when the text is no duration. */
  advance(duration: string): boolean {
    const match = CALENDAR.exec(duration);
    if (!match || /[PT]$/.test(duration)) return false;
    const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
      .slice(1)
      .map((part) => Number(part ?? 0));
    const from = this.now;
    const target = monthsLater(from, years * 12 + months);
    const rest = ((weeks * 7 + days) * 86_400 + hours * 3600 + minutes * 60 + seconds) * 1000;
    writeFileSync(this.file, isoOf(this.offset + target.getTime() - from.getTime() + rest));
    return true;
  }
}

// 31 January plus one month is the last day of February, not the third of March.
function monthsLater(from: Date, months: number): Date {
  const target = new Date(from);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return target;
}

function isoOf(ms: number): string {
  let rest = Math.round(ms / 1000);
  const amounts = UNITS.map(([unit, seconds]) => {
    const amount = Math.floor(rest / seconds);
    rest -= amount * seconds;
    return amount > 0 ? `${amount}${unit}` : '';
  });
  const [days = '', ...time] = amounts;
  const clock = time.join('');
  if (!days && !clock) return 'PT0S';
  return `P${days}${clock ? `T${clock}` : ''}`;
}
