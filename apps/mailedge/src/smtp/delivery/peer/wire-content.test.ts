import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wireContent } from './wire-content.js';

async function onTheWire(blocks: readonly Uint8Array[]): Promise<Buffer> {
  async function* octets() {
    yield* blocks;
  }
  return Buffer.concat(await Array.fromAsync(wireContent(octets())));
}

const blocksOf = (octets: Buffer, sizes: readonly number[]) => {
  const blocks: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    blocks.push(octets.subarray(at, at + size));
    at += size;
  }
  return [...blocks, octets.subarray(at)];
};

describe('EX_3.2_5070: the content of a letter on the wire', () => {
  it('is the letter byte for byte when its lines are right', async () => {
    const text = 'Subject: é\r\n\r\nBonjour\r\n\r\n';
    expect((await onTheWire([Buffer.from(text)])).toString()).toBe(`${text}.\r\n`);
  });

  it('ends what did not end', async () => {
    expect((await onTheWire([Buffer.from('a')])).toString()).toBe('a\r\n.\r\n');
    expect((await onTheWire([])).toString()).toBe('.\r\n');
  });

  it('has no line over 998 octets, nor a letter cut in two', async () => {
    const text = `${'é'.repeat(2000)}\r\n${'x'.repeat(998)}\r\n`;
    const wire = await onTheWire(blocksOf(Buffer.from(text), [999, 1, 700]));
    const lines = wire.toString('latin1').split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998);
    expect(lines).toContain('x'.repeat(998));
    expect(wire.toString('utf8').replaceAll('\r\n ', '')).toContain('é'.repeat(2000));
  });

  it('A03: holds one dot line, the last, and no CR or LF alone, whatever was kept and however it is cut', async () => {
    const letter = fc.array(fc.constantFrom('.', '\r', '\n', '\r\n', 'a', '\u0000', 'é'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(letter, fc.array(fc.nat(9), { maxLength: 20 }), async (pieces, sizes) => {
        const kept = Buffer.from(pieces.join(''));
        const wire = (await onTheWire(blocksOf(kept, sizes))).toString('latin1');
        expect(wire.endsWith('.\r\n')).toBe(true);
        expect(`\r\n${wire}`.indexOf('\r\n.\r\n')).toBe(wire.length - 3);
        expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(wire).toBe((await onTheWire([kept])).toString('latin1'));
      }),
    );
  });
});
