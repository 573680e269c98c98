declare const mailPath: unique symbol;
/**
 * An address as it stands in an SMTP envelope: RFC 5321 Dot-string (RFC 6531 letters when announced) at a named domain in
 * lower case. Wider than MssAddress: other operators' senders need not follow our naming rule.
 */
export type MailPath = string & { readonly [mailPath]: true };

const ATEXT = "-A-Za-z0-9!#$%&'*+/=?^_`{|}~";
const LOCAL_PART = new RegExp(`^[${ATEXT}]+(?:\\.[${ATEXT}]+)*$`);
const LOCAL_PART_UTF8 = new RegExp(
  `^[${ATEXT}\\p{L}\\p{M}\\p{N}]+(?:\\.[${ATEXT}\\p{L}\\p{M}\\p{N}]+)*$`,
  'u',
);
const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/**
 * Reads the mailbox between the angle brackets of MAIL or RCPT. Null for everything the relay of a closed space has no use for and
 * that servers read differently: source routes, quoted local parts, address literals, bare hosts (RFC 5321 §4.1.2).
 */
export function parseMailPath(text: string, allowUtf8 = false): MailPath | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1).toLowerCase();
  // RFC 5321 §4.5.3.1: 64 octets of local part, 254 of mailbox.
  if (at < 1 || Buffer.byteLength(local) > 64 || Buffer.byteLength(text) > 254) return null;
  if (!(allowUtf8 ? LOCAL_PART_UTF8 : LOCAL_PART).test(local) || !DOMAIN.test(domain)) return null;
  return `${local}@${domain}` as MailPath;
}

export function domainOfPath(path: MailPath): string {
  return path.slice(path.lastIndexOf('@') + 1);
}
