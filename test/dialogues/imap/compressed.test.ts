import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const MEBIBYTE = 1024 * 1024;

describe('a compressed connection (RFC 4978)', () => {
  let world: ImapWorld;
  let holder: Holder;

  beforeAll(async () => {
    world = await ImapWorld.open();
    holder = await world.holder();
  });
  afterAll(() => world.close());

  it('is not for strangers', async () => {
    const stranger = await ImapLineClient.encrypted(world.port);
    expect((await stranger.command('a CAPABILITY'))[0]).not.toContain('COMPRESS');
    expect((await stranger.command('b COMPRESS DEFLATE')).at(-1)).toBe('b BAD Not authenticated');
    stranger.close();
  });

  it('refuses to begin in the middle of what the client already sent', async () => {
    const client = await ImapLineClient.signedIn(world.port, holder);
    client.send('a COMPRESS DEFLATE\r\nb NOOP\r\n');
    expect((await client.until('a ')).at(-1)).toMatch(/^a NO \[CANNOT\]/);
    expect((await client.until('b ')).at(-1)).toBe('b OK NOOP completed');
    client.close();
  });

  it('carries large messages both ways unchanged', async () => {
    const client = await ImapLineClient.compressed(world.port, holder);
    const body = Array.from({ length: 40_000 }, (_, i) => `line ${i * 7919}`).join('\r\n');
    const letter = `Subject: large\r\n\r\n${body}`;
    client.send(`a APPEND Archive {${letter.length}}\r\n`);
    await client.until('+ ');
    client.send(`${letter}\r\n`);
    expect((await client.until('a ')).at(-1)).toMatch(/^a OK \[APPENDUID/);
    await client.command('b SELECT Archive');
    const lines = await client.command('c FETCH 1 BODY.PEEK[]');
    expect(lines.slice(1, -1).join('\r\n')).toBe(`${letter})`);
    client.close();
  });

  it('ends when what comes is not compressed', async () => {
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a COMPRESS DEFLATE');
    client.send('b NOOP\r\n'.repeat(20));
    expect(await client.line()).toBeNull();
  });

  it('does not let a kilobyte become a gigabyte', async () => {
    const before = process.memoryUsage().rss;
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a COMPRESS DEFLATE');
    const bomb = deflateRawSync(Buffer.alloc(256 * MEBIBYTE, '('), { level: 9 });
    // What the sending costs is not the server's.
    const sent = process.memoryUsage().rss - before;
    client.sendOctets(bomb);
    expect(await client.line()).toBeNull();
    expect(process.memoryUsage().rss - before - sent).toBeLessThan(64 * MEBIBYTE);
  });

  it('makes a client that asks for much and reads nothing wait', async () => {
    const noise = Array.from({ length: 400_000 }, () => Math.random().toString(36).slice(2, 12)).join('');
    await file(world, holder, 'Drafts', [`Subject: big\r\n\r\n${noise}`]);
    const client = await ImapLineClient.compressed(world.port, holder);
    await client.command('a SELECT Drafts');
    client.pause();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 40; i += 1) client.send(`f${i} FETCH 1 BODY.PEEK[]\r\n`);
    const witness = await ImapLineClient.signedIn(world.port, holder);
    for (let i = 0; i < 50; i += 1) await witness.command('a STATUS Archive (MESSAGES)');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MEBIBYTE);
    client.close();
    witness.close();
  });
});
