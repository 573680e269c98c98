import { describe, expect, it } from 'vitest';
import { type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { MimeReader } from '../mime/index.js';
import { submittedHeaderObstacle } from './submitted-header.js';

const JEANNE = parseMssAddress('jeanne@ch-valmont.mssante.fr') as MssAddress;
const OTHER = 'directeur@tilleuls.mssante.fr';

function obstacle(header: string, body = 'Bonjour.\r\n') {
  const raw = Buffer.from(`${header}\r\n${body}`, 'latin1');
  const reader = new MimeReader();
  reader.write(raw);
  const message = {
    size: raw.length,
    sha256: '',
    structure: reader.end(),
    async *open() {
      for (let at = 0; at < raw.length; at += 7) yield raw.subarray(at, at + 7);
    },
  };
  return submittedHeaderObstacle(JEANNE, message).then((refusal) => refusal?.code ?? null);
}

describe('the header of a letter that somebody sends', () => {
  it.each([
    `From: ${JEANNE}\r\n`,
    `From: <${JEANNE}>\r\n`,
    `from : Jeanne.Moreau <${JEANNE.toUpperCase()}>\r\n`,
    `From: "Moreau, Jeanne (cardio) \\"JM\\"" <${JEANNE}>\r\n`,
    `From: =?utf-8?Q?H=C3=A9l=C3=A8ne?= Le Goff\r\n <${JEANNE}>\r\nSubject: x\r\n`,
    `From: H\xe9l\xe8ne <${JEANNE}>\r\nX-Empty:\r\n`,
  ])('goes out when %j', async (header) => {
    expect(await obstacle(header)).toBeNull();
  });

  it.each([
    ['a second From', `From: ${JEANNE}\r\nFrom: ${OTHER}\r\n`],
    ['an empty second From', `From: ${JEANNE}\r\nFrom:\r\n`],
    ['two angle addresses', `From: "x" <${JEANNE}> <${OTHER}>\r\n`],
    ['a source route', `From: <${OTHER}:${JEANNE}>\r\n`],
    ['a bare address as a name', `From: ${OTHER} <${JEANNE}>\r\n`],
    ['two addresses', `From: ${JEANNE}, ${OTHER}\r\n`],
    ['a comment that may be read as a name', `From: (${OTHER}) ${JEANNE}\r\n`],
    ['nobody', 'Subject: x\r\n'],
  ])('is refused with %s', async (_, header) => {
    expect(await obstacle(header)).toBe('headerSenderNotAllowed');
  });

  it.each([
    ['a line that is no field', `From: ${JEANNE}\r\njunk line here\r\nFrom: ${OTHER}\r\n`],
    [
      'a header that is too long to be read whole',
      `From: ${JEANNE}\r\n${`X-P: ${'p'.repeat(60)}\r\n`.repeat(17_000)}From: ${OTHER}\r\n`,
    ],
  ])('is refused with %s', async (_, header) => {
    expect(await obstacle(header)).toBe('messageMalformed');
  });

  it('is read in linear time, whatever is written in it', async () => {
    const begun = process.cpuUsage();
    await obstacle(`From: ${'"a" a '.repeat(20_000)}<${JEANNE}\r\n`);
    const { user } = process.cpuUsage(begun);
    expect(user / 1000).toBeLessThan(2000);
  });
});
