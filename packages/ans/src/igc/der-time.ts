import type { DerElement } from '@cachet/mss-core/trust';

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

/** The moment a UTCTime or GeneralizedTime tells (RFC 5280 §4.1.2.5: seconds present, Zulu). Null for any other element. */
export function derTime(element: DerElement | undefined): Date | null {
  if (element?.tag !== UTC_TIME && element?.tag !== GENERALIZED_TIME) return null;
  const text = new TextDecoder('latin1').decode(element.content);
  const full = element.tag === UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (!found) return null;
  const [, year, month, day, hour, minute, second] = found;
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
