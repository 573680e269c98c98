/** One sentence for whoever runs a command: French, then English. */
export function say(french: string, english: string): void {
  process.stderr.write(`${french}\n  (${english})\n`);
}

const REFRESH_MS = 200;
const EACH_MS = 10_000;

/** A line that tells how far a command is: rewritten on a terminal, now and then a new one elsewhere. */
export class ProgressLine {
  #shown = 0;
  #last = '';

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  show(text: string): void {
    this.#last = text;
    const now = performance.now();
    if (now - this.#shown < (this.stream.isTTY ? REFRESH_MS : EACH_MS)) return;
    this.#shown = now;
    this.stream.write(this.stream.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  }

  /** The last word stays. */
  end(): void {
    if (this.#last !== '')
      this.stream.write(this.stream.isTTY ? `\r\x1b[2K${this.#last}\n` : `${this.#last}\n`);
  }
}
