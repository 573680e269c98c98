import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';
import { picker } from './support/picker.js';

/** What a mail program believes of its folder, from nothing but what it was told. */
class Believer {
  /** By message number; null where the uid was not told yet. */
  readonly uids: (number | null)[] = [];
  readonly seen = new Set<number>();

  private constructor(
    readonly client: ImapLineClient,
    private readonly name: string,
  ) {}

  static async open(world: ImapWorld, holder: Holder, name: string): Promise<Believer> {
    const believer = new Believer(await ImapLineClient.signedIn(world.port, holder), name);
    await believer.command('SELECT INBOX');
    return believer;
  }

  #count = 0;

  async command(text: string): Promise<string> {
    this.#count += 1;
    const lines = await this.client.command(`${this.name}${this.#count} ${text}`);
    for (const line of lines.slice(0, -1)) this.#hear(line, text);
    return lines.at(-1) ?? '';
  }

  #hear(line: string, command: string): void {
    const told = /^\* (\d+) (EXISTS|EXPUNGE|FETCH)(?: \(.*?UID (\d+))?/.exec(line);
    if (!told) return;
    const number = Number(told[1]);
    if (told[2] === 'EXISTS') {
      expect(number, `${line} after ${command}`).toBeGreaterThanOrEqual(this.uids.length);
      while (this.uids.length < number) this.uids.push(null);
    } else if (told[2] === 'EXPUNGE') {
      expect(number, `${line} after ${command}`).toBeLessThanOrEqual(this.uids.length);
      expect(command, 'a command by numbers').not.toMatch(/^(FETCH|STORE|SEARCH)/);
      this.uids.splice(number - 1, 1);
    } else if (told[3]) this.#believe(number, Number(told[3]), line);
  }

  #believe(number: number, uid: number, line: string): void {
    expect(number, line).toBeLessThanOrEqual(this.uids.length);
    const known = this.uids[number - 1];
    if (known !== null) expect(uid, line).toBe(known);
    this.uids[number - 1] = uid;
    this.seen.add(uid);
  }
}

describe('many clients in one folder', () => {
  let world: ImapWorld;
  let holder: Holder;

  beforeAll(async () => {
    world = await ImapWorld.open();
    holder = await world.holder();
    const letters = Array.from({ length: 20 }, (_, i) => `Subject: ${i}\r\n\r\n`);
    await file(world, holder, 'INBOX', letters);
  });
  afterAll(() => world.close());

  it('never disagree about which message a number means, and in the end about none', async () => {
    const believers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => Believer.open(world, holder, name)),
    );
    await Promise.all(believers.map((believer, seed) => actAtRandom(believer, 80, seed + 1)));
    for (const believer of believers) {
      await believer.command('CHECK');
      await believer.command('FETCH 1:* (UID)');
    }
    const [first, ...others] = believers;
    for (const other of others) expect(other.uids).toEqual(first?.uids);
    expect(first?.uids).toEqual([...(first?.uids ?? [])].sort((x, y) => Number(x) - Number(y)));
    expect(world.logged.filter(({ message }) => message !== 'sign-in refused')).toEqual([]);
    for (const { client } of believers) client.close();
  });
});

async function actAtRandom(believer: Believer, acts: number, seed: number): Promise<void> {
  const pick = picker(seed);
  for (let i = 0; i < acts; i += 1) {
    const last = believer.uids.length;
    const number = 1 + pick(Math.max(last, 1));
    const commands = [
      `STORE ${number} +FLAGS (\\Deleted)`,
      `STORE ${number} FLAGS (\\Seen)`,
      'EXPUNGE',
      'NOOP',
      'CHECK',
      `FETCH ${number}:* (UID FLAGS)`,
      'UID FETCH 1:* (FLAGS)',
      `COPY ${number} INBOX`,
      `COPY ${number} INBOX`,
      `MOVE ${number} Archive`,
      'SEARCH DELETED',
      `APPEND INBOX {16+}\r\nSubject: new\r\n\r\n`,
    ];
    const answer = await believer.command(commands[pick(commands.length)] ?? 'NOOP');
    expect(answer).toMatch(/^\S+ (OK|BAD No such message number|NO \[EXPUNGEISSUED\])/);
  }
}
