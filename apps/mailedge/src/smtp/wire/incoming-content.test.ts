import { describe, expect, it } from 'vitest';
import { ContentGivenUp, ContentTooLarge, IncomingContent } from './incoming-content.js';

describe('the content of a letter on its way in', () => {
  it('is never taken for whole when it was given up, before it was read or after', async () => {
    const unread = new IncomingContent(100);
    await unread.write(Buffer.from('a'));
    unread.giveUp();
    await expect(Array.fromAsync(unread.octets())).rejects.toThrow(ContentGivenUp);
    const reading = new IncomingContent(100);
    const read = Array.fromAsync(reading.octets());
    await reading.write(Buffer.from('a'));
    reading.giveUp();
    await expect(read).rejects.toThrow(ContentGivenUp);
  });

  it('is never taken for whole when it passed the limit', async () => {
    const content = new IncomingContent(3);
    const read = Array.fromAsync(content.octets());
    await content.write(Buffer.from('abc'));
    await content.write(Buffer.from('d'));
    content.end();
    await expect(read).rejects.toThrow(ContentTooLarge);
  });

  it('waits for a slow reader, and for none that has left', async () => {
    const content = new IncomingContent(1_000_000);
    let isStored = false;
    const stored = content.write(Buffer.alloc(100_000)).then(() => {
      isStored = true;
    });
    await Promise.resolve();
    expect(isStored).toBe(false);
    for await (const _ of content.octets()) break;
    await stored;
    await content.write(Buffer.alloc(100_000));
  });
});
