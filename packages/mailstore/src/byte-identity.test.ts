import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { MimeReader } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgMessageBytes } from './bytes/pg-message-bytes.js';
import { MailWorld, type OpenBal, whole } from './mail-world.contract.js';
import { SHAPES } from './shapes.contract.js';

let world: MailWorld;
let bal: OpenBal;

beforeAll(async () => {
  world = await MailWorld.open();
  bal = await world.bal();
});
afterAll(() => world.close());

describe('A message kept and read again', () => {
  it.each(SHAPES)('is the same to the last octet: %s', async (_, bytes) => {
    const message = await world.receive(bytes, 65_521);
    expect(message.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const { id } = await bal.folder('inbox');
    const { items } = await bal.act((folders) =>
      folders.append(id, [{ message, flags: [], internalDate: new Date() }]),
    );
    const messageId = items[0]?.messageId ?? '';
    const stored = await PgMessageBytes.of(world.database, world.safe, bal.context, bal.id).open(messageId);
    expect(stored?.size).toBe(bytes.length);
    expect((await whole(stored!.bytes)).equals(bytes)).toBe(true);
    const structures = await bal.run((folders) => folders.structures([messageId]));
    expect(structures.get(messageId)).toEqual(structureOf(bytes));
  });

  it('is read in any range, across chunks and beyond its end', async () => {
    const bytes = SHAPES.at(-1)![1];
    const message = await world.receive(bytes);
    const messageId = await bal.run(async (folders) => {
      const { id } = (await folders.list())[0]!;
      const appended = await folders.append(id, [{ message, flags: [], internalDate: new Date() }]);
      return appended.ok ? (appended.value.items[0]?.messageId ?? '') : '';
    });
    const ranges = [
      [0, 0],
      [0, 1],
      [262_143, 262_145],
      [262_144, 524_288],
      [100_000, 1_500_000],
      [bytes.length - 10, bytes.length + 10],
      [bytes.length + 5, bytes.length + 10],
      [-5, 5],
    ] as const;
    for (const [start, end] of ranges) {
      const part = await PgMessageBytes.of(world.database, world.safe, bal.context, bal.id).open(messageId, {
        start,
        end,
      });
      expect(
        (await whole(part!.bytes)).equals(bytes.subarray(Math.max(0, start), end)),
        `${start}-${end}`,
      ).toBe(true);
    }
  });

  it('leaves nothing in the spool folder', async () => {
    expect(await readdir(world.spool)).toEqual([]);
  });
});

function structureOf(bytes: Uint8Array) {
  const reader = new MimeReader();
  reader.write(bytes);
  return reader.end();
}
