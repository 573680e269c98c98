import { type Flag, SYSTEM_FLAGS } from '@cachet/mss-core/messaging';
import type { ResponseWriter } from '../wire/response-writer.js';
import { flagList } from '../wire/text.js';

/** The flags a client was told that its folder may show. */
export class KnownFlags {
  readonly #known = new Set<Flag>(SYSTEM_FLAGS);

  constructor(private readonly readOnly: boolean) {}

  /** On opening the folder, all of them (RFC 3501 §6.3.1). */
  describe(out: ResponseWriter, keywords: readonly Flag[]): void {
    this.#learn([{ flags: keywords }]);
    this.#tell(out);
  }

  /** RFC 3501 §7.2.6: the client is told of a keyword before a message shows it. */
  announce(out: ResponseWriter, items: Iterable<{ readonly flags: readonly Flag[] }>): void {
    if (this.#learn(items)) this.#tell(out);
  }

  #learn(items: Iterable<{ readonly flags: readonly Flag[] }>): boolean {
    const before = this.#known.size;
    for (const { flags } of items) for (const flag of flags) this.#known.add(flag);
    return this.#known.size > before;
  }

  #tell(out: ResponseWriter): void {
    const flags = [...this.#known];
    out.line(`* FLAGS ${flagList(flags)}`);
    const kept = this.readOnly ? '()' : flagList([...flags, '\\*']);
    out.line(`* OK [PERMANENTFLAGS ${kept}] Flags that are kept`);
  }
}
