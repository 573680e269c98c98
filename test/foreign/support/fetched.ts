/** A value of an IMAP answer: NIL, a text (number, atom, string), or a list. */
export type Value = null | string | readonly Value[];

/** The FETCH answers among what a server said (one character per octet), by message number, each by item name. */
export function fetched(said: string): ReadonlyMap<number, ReadonlyMap<string, Value>> {
  const found = new Map<number, ReadonlyMap<string, Value>>();
  for (const { 1: number, index, 0: head } of said.matchAll(/(?:^|\r\n)\* (\d+) FETCH (?=\()/g)) {
    const list = new Reader(said, index + head.length).value();
    if (!Array.isArray(list)) throw new Error(`not a list: ${said.slice(index, index + 80)}`);
    const items = new Map<string, Value>();
    for (let at = 0; at < list.length; at += 2) items.set(String(list[at]), list[at + 1] ?? null);
    found.set(Number(number), items);
  }
  return found;
}

class Reader {
  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  value(): Value {
    const char = this.text.charAt(this.at);
    if (char === '(') return this.#list();
    if (char === '"') return this.#quoted();
    if (char === '{') return this.#literal();
    const atom = this.#match(/[^\s()"{]+/y);
    return atom === 'NIL' ? null : atom;
  }

  #list(): Value[] {
    const items: Value[] = [];
    for (this.at += 1; this.text.charAt(this.at) !== ')'; ) {
      if (this.text.charAt(this.at) === ' ') this.at += 1;
      else items.push(this.value());
    }
    this.at += 1;
    return items;
  }

  #quoted(): string {
    return this.#match(/"(?:[^"\\]|\\.)*"/y)
      .slice(1, -1)
      .replace(/\\(.)/g, '$1');
  }

  #literal(): string {
    const head = this.#match(/\{\d+\}\r\n/y);
    const start = this.at;
    this.at += Number(head.slice(1, -3));
    return this.text.slice(start, this.at);
  }

  #match(expression: RegExp): string {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0];
    if (found === undefined) throw new Error(`unreadable: ${this.text.slice(this.at, this.at + 80)}`);
    this.at += found.length;
    return found;
  }
}
