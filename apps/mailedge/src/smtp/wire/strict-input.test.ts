import { finished } from 'node:stream/promises';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChunkCommand } from './chunk-command.js';
import { ChunkReader, LineCheck } from './chunk-reader.js';
import type { ContentFrame } from './content-frame.js';
import { DataReader } from './data-reader.js';
import { IncomingContent } from './incoming-content.js';
import { StrictInput } from './strict-input.js';

/** What a session would have heard, in order. */
async function heard(bytes: Buffer, cuts: readonly number[]): Promise<readonly string[]> {
  const events: string[] = [];
  const input = new StrictInput();
  let lines = new LineCheck();
  input.onfault = (fault) => {
    events.push(`fault ${fault}`);
    if (fault !== 'lineTooLong') input.isClosed = true;
  };
  const take = async (frame: ContentFrame) => {
    const content = new IncomingContent(1_000_000);
    const octets = Array.fromAsync(content.octets()).catch(() => []);
    await input.take(frame, content);
    content.end();
    events.push(`content ${Buffer.concat(await octets).toString('latin1')}`);
    input.continue();
  };
  input.oncommand = (command, done) => {
    const line = command.toString('latin1');
    events.push(`command ${line}`);
    const chunk = readChunkCommand(line);
    if (chunk) {
      void take(new ChunkReader(chunk.octets, lines));
      if (chunk.isLast) lines = new LineCheck();
    }
    if (line === 'DATA') void take(new DataReader());
    done?.();
  };
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, start] of edges.slice(0, -1).entries())
    input.write(bytes.subarray(start, edges[index + 1]));
  input.end();
  await finished(input);
  return events;
}

const sessions = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'MAIL FROM:<a@b.fr>\r\n',
        'DATA\r\n',
        'BDAT 5\r\n',
        'BDAT 0 LAST\r\n',
        'BDAT 12 LAST\r\n',
      ),
      fc.constantFrom('\r\n.\r\n', '.\r\n', '..', 'ligne\r\n', '\r\n', '\r', '\n', '\0', 'é'),
      fc.integer({ min: 2000, max: 2100 }).map((length) => `${'x'.repeat(length)}\r\n`),
    ),
    { maxLength: 20 },
  )
  .map((words) => Buffer.from(words.join(''), 'latin1'));

describe('cutting what a client sends into commands and content', () => {
  it('gives the same whatever the pieces it comes in', async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.array(fc.nat(), { maxLength: 8 }), async (bytes, cuts) => {
        expect(await heard(bytes, cuts)).toEqual(await heard(bytes, []));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('never takes for a command what stands in a frame, nor more than whole lines', async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (bytes) => {
        for (const event of await heard(bytes, [])) {
          if (event.startsWith('command ')) expect(event).not.toMatch(/[\r\n]/);
          else expect(event.replaceAll('\r\n', '')).not.toMatch(/[\n\0]|\r(?!$)/);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it.each(['\n', 'NOOP\n', '\rNOOP\r\n', 'NO\rOP\r\n', 'NOOP\r\r\n'])(
    'takes %j for no line',
    async (bytes) => {
      expect(await heard(Buffer.from(bytes), [])).toEqual(['fault bareLineEnd']);
    },
  );

  it('reads a session as it was meant', async () => {
    const said = 'MAIL\r\nBDAT 6\r\nDATA\r\nBDAT 0 LAST\r\nDATA\r\n..a\r\nQUIT\r\n.\r\nNOOP\r\nhalf a li';
    expect(await heard(Buffer.from(said), [])).toEqual([
      'command MAIL',
      'command BDAT 6',
      'content DATA\r\n',
      'command BDAT 0 LAST',
      'content ',
      'command DATA',
      'content .a\r\nQUIT\r\n',
      'command NOOP',
    ]);
  });
});
