import { expect } from 'vitest';

/**
 * A dialogue as text. `C:` is what the client sends, `S:` what the server must say next; `C2:` and `S2:` are a second client
 * of the same BAL. In a server line `...` stands for any text and `$name` for something remembered: client lines may use it,
 * later server lines must repeat it. `S: <closed>` is the end of the connection, `C: <tls>` the
 * client's side of the handshake, `C: <compress>` the moment it begins to compress. Lines beginning with `#` tell the story, the
 * first of them being the title; `given:` lines say what there is before.
 */
export interface Dialogue {
  readonly title: string;
  readonly given: readonly string[];
  readonly lines: readonly DialogueLine[];
}

export interface DialogueLine {
  readonly number: number;
  readonly who: 'C' | 'S';
  readonly client: 1 | 2;
  readonly text: string;
}

/** A client of a line protocol, as dialogues use it. */
export interface DialogueClient {
  send(text: string): void;
  /** The next line, null once the server has closed. */
  line(): Promise<string | null>;
  startTls(): Promise<unknown>;
  /** Compresses both directions from here on. */
  compress?(): void;
  close(): void;
}

/** How the clients of a dialogue come in, and what its lines may name from the start. */
export interface Players {
  readonly clients: Readonly<Record<1 | 2, () => Promise<DialogueClient>>>;
  readonly words: ReadonlyMap<string, string>;
}

const LINE = /^([CS])(2?):(?: (.*))?$/;

export function readDialogue(text: string): Dialogue {
  const rows = text.split('\n').map((row, index) => ({ row, number: index + 1 }));
  const title = rows.find(({ row }) => row.startsWith('# '))?.row.slice(2);
  if (!title) throw new Error('a dialogue begins with its title');
  return {
    title,
    given: rows.filter(({ row }) => row.startsWith('given: ')).map(({ row }) => row.slice(7)),
    lines: rows.flatMap(({ row, number }) => readLine(row, number)),
  };
}

function readLine(row: string, number: number): DialogueLine[] {
  if (row.trim() === '' || row.startsWith('#') || row.startsWith('given: ')) return [];
  const match = LINE.exec(row);
  if (!match) throw new Error(`line ${number} is neither a client's nor the server's: ${row}`);
  return [{ number, who: match[1] === 'C' ? 'C' : 'S', client: match[2] ? 2 : 1, text: match[3] ?? '' }];
}

export async function play(dialogue: Dialogue, { clients, words }: Players): Promise<void> {
  const memory = new Map(words);
  const open = new Map<1 | 2, DialogueClient>();
  try {
    for (const line of dialogue.lines) {
      const client = open.get(line.client) ?? (await clients[line.client]());
      open.set(line.client, client);
      if (line.text === '<tls>') await client.startTls();
      else if (line.text === '<compress>') client.compress?.();
      else if (line.who === 'C') client.send(`${recalled(line.text, memory)}\r\n`);
      else expectLine(line, await client.line(), memory);
    }
  } finally {
    for (const client of open.values()) client.close();
  }
}

function expectLine(expected: DialogueLine, said: string | null, memory: Map<string, string>): void {
  const where = `line ${expected.number} (S${expected.client === 2 ? '2' : ''})`;
  if (expected.text === '<closed>') {
    expect(said, where).toBeNull();
    return;
  }
  if (said === null) throw new Error(`${where}: the server closed instead of « ${expected.text} »`);
  const names: string[] = [];
  const match = new RegExp(`^${pattern(expected.text, memory, names)}$`).exec(said);
  if (!match) expect(said, where).toBe(recalled(expected.text, memory));
  for (const [index, name] of names.entries()) memory.set(name, match?.[index + 1] ?? '');
}

function pattern(text: string, memory: ReadonlyMap<string, string>, names: string[]): string {
  return text
    .split(/(\.\.\.|\$[a-z]\w*)/)
    .map((piece) => {
      if (piece === '...') return '.*';
      const name = /^\$([a-z]\w*)$/.exec(piece)?.[1];
      if (!name) return literally(piece);
      const known = memory.get(name);
      if (known !== undefined) return literally(known);
      names.push(name);
      return '(\\S+?)';
    })
    .join('');
}

function recalled(text: string, memory: ReadonlyMap<string, string>): string {
  return text.replace(/\$([a-z]\w*)/g, (whole, name: string) => memory.get(name) ?? whole);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
