import type { ImapFlow } from 'imapflow';

export interface Given {
  readonly folder: string;
  readonly raw: Buffer;
  readonly flags: readonly string[];
  readonly date: Date;
}

/** Letters of all shapes, for folders that mail programs name in their own ways. */
export const GIVEN: readonly Given[] = [
  given('INBOX', 'simple', ['\\Seen'], '2019-12-31T23:59:59Z'),
  given(
    'INBOX',
    'marked',
    ['\\Seen', '\\Flagged', '\\Answered', '$Forwarded', 'Urgent'],
    '2024-02-29T12:00:00Z',
  ),
  given('INBOX', 'long', [], '2026-01-02T03:04:05Z', 1_400_000),
  given('Envoyés', 'sent', ['\\Seen'], '2025-05-05T05:05:05Z'),
  given('Deleted Items', 'gone', ['\\Deleted'], '2025-06-06T06:06:06Z'),
  given('Patients', 'file', [], '2025-07-07T07:07:07Z'),
  given('Patients/Été 2025', 'below', ['\\Draft'], '2025-08-08T08:08:08Z'),
];

function given(folder: string, name: string, flags: readonly string[], date: string, octets = 60): Given {
  const lines = Array.from(
    { length: Math.ceil(octets / 60) },
    (_, index) => `${index} .From é ${'x'.repeat(40)}`,
  );
  const raw = Buffer.from(
    `Subject: ${name}\r\nFrom: <a@b.fr>\r\nMessage-ID: <${name}@b.fr>\r\n\r\n${lines.join('\r\n')}\r\n`,
  );
  return { folder, raw, flags, date: new Date(date) };
}

/** Puts them there by IMAP, folders made on the way. */
export async function fill(client: ImapFlow): Promise<void> {
  const [inbox] = await client.list();
  const delimiter = inbox?.delimiter ?? '/';
  for (const { folder, raw, flags, date } of GIVEN) {
    const path = folder.replaceAll('/', delimiter);
    if (folder !== 'INBOX') await client.mailboxCreate(path).catch(() => undefined);
    await client.append(path, raw, [...flags], date);
  }
}

/** What became of them here: special folders found by their names. */
export const EXPECTED: readonly (readonly [string, readonly Given[]])[] = [
  ['INBOX', GIVEN.slice(0, 3)],
  ['Sent', GIVEN.slice(3, 4)],
  ['Trash', GIVEN.slice(4, 5)],
  ['Patients', GIVEN.slice(5, 6)],
  ['Patients/Été 2025', GIVEN.slice(6, 7)],
];
