// RFC 5322 §2.2: printable US-ASCII but colon. Spaces before the colon are obsolete syntax (§4.5) and still seen.
const FIELD = /^([!-9;-~]{1,128})[ \t]*:/;

/** What a structure keeps of a header. Everything else is passed over, so that a large header costs little. */
const KEPT = new Set([
  'date',
  'subject',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'in-reply-to',
  'references',
  'message-id',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'content-id',
  'content-description',
  'content-language',
  'content-location',
  'content-md5',
  'auto-submitted',
  'x-mss-ins',
  'x-mss-codecda',
  'x-mss-nil',
]);

export function isFieldLine(line: string): boolean {
  return FIELD.test(line);
}

/** The fields of one header, gathered line by line; values unfolded (RFC 5322 §2.2.3) and trimmed, one character per byte. */
export class HeaderFields {
  readonly #values = new Map<string, string[][]>();
  #open: string[] | null = null;
  receivedCount = 0;

  add(line: string): void {
    if (line.startsWith(' ') || line.startsWith('\t')) {
      this.#open?.push(line);
      return;
    }
    const match = FIELD.exec(line);
    this.#open = match ? this.#field(match[1] ?? '', line.slice(match[0].length)) : null;
  }

  /** The first field of that name: later ones are usually somebody else's addition. */
  first(name: string): string | null {
    return this.all(name)[0] ?? null;
  }

  all(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).map((lines) => lines.join('').trim());
  }

  #field(name: string, value: string): string[] | null {
    const lower = name.toLowerCase();
    if (lower === 'received') this.receivedCount += 1;
    if (!KEPT.has(lower)) return null;
    const lines = [value];
    const occurrences = this.#values.get(lower);
    if (occurrences) occurrences.push(lines);
    else this.#values.set(lower, [lines]);
    return lines;
  }
}
