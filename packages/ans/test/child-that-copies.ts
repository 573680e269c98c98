import { createHash } from 'node:crypto';
import { ListeBlancheCopy } from '../src/liste-blanche/liste-blanche-copy.js';

/** Writes one list after the other into a folder until it is killed. */
const [folder = '', first = '0'] = process.argv.slice(2);
const copy = new ListeBlancheCopy(folder);
for (let number = Number(first); ; number += 1) {
  const xml = Buffer.from(`liste ${number}\n`.repeat(40_000 + (number % 7) * 9_000));
  const sha256 = createHash('sha256').update(xml).digest('hex');
  await copy.write({ version: { id: `v${number}`, sha256, fetchedAt: new Date(0) }, xml });
  process.stdout.write('.');
}
