import { type OutsideLetter, type OutsideMail, RelayAway } from '@cachet/mss-core';
import { createTransport } from 'nodemailer';

export interface OutsideConfig {
  readonly CACHET_OUTSIDE_SMTP_URL?: string | undefined;
  readonly CACHET_OUTSIDE_SENDER?: string | undefined;
}

const CONNECT_MS = 10_000;
const SILENT_MS = 30_000;

/**
 * Ordinary mail by the operator's relay; null where it configured none. In the clear to this machine alone.
 * @throws Error with a sentence for the administrator when nobody sends.
 */
export function openOutsideMail(config: OutsideConfig): OutsideMail | null {
  const { CACHET_OUTSIDE_SMTP_URL: url, CACHET_OUTSIDE_SENDER: from } = config;
  if (!url) return null;
  if (!from) throw new Error(SENDER_MISSING);
  const { protocol, hostname, port, username, password } = new URL(url);
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    ...{ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (secure ? 465 : 587)), secure },
    ...{ requireTLS: !secure && !isHere, connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  });
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    send: async ({ id, to, subject, text }: OutsideLetter) => {
      // RFC 3834 §5: no automatic reply comes back to a warning.
      const headers = { 'auto-submitted': 'auto-generated' };
      const messageId = `<${id}@${domain}>`;
      try {
        await transport.sendMail({ from, to, subject, text, headers, messageId });
      } catch (fault) {
        throw isOfThisLetter(fault)
          ? fault
          : new RelayAway('the relay of ordinary mail is away', { cause: fault });
      }
    },
  };
}

/** The relay answered about this letter or its recipient; everything else would happen to any other letter too. */
function isOfThisLetter(fault: unknown): boolean {
  const { code, responseCode } = fault as { readonly code?: string; readonly responseCode?: number };
  return code === 'EENVELOPE' || (code === 'EMESSAGE' && responseCode !== undefined && responseCode !== 421);
}

const SENDER_MISSING =
  'CACHET_OUTSIDE_SMTP_URL demande CACHET_OUTSIDE_SENDER / CACHET_OUTSIDE_SMTP_URL needs CACHET_OUTSIDE_SENDER';
