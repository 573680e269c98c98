import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PLACES = ['cur', 'new'] as const;

/** A letter in a Maildir: its file, and the letters of its flags (`FS`). */
export interface MaildirLetter {
  readonly file: string;
  readonly flags: string;
  /** One character per octet, lines ended as in a message. */
  readonly raw: string;
}

/** One folder of letters on this machine, as programs that synchronise keep it; lines end with LF there. */
export class Maildir {
  constructor(private readonly folder: string) {}

  exists(): boolean {
    return existsSync(join(this.folder, 'cur'));
  }

  make(): void {
    for (const place of [...PLACES, 'tmp']) mkdirSync(join(this.folder, place), { recursive: true });
  }

  letters(): readonly MaildirLetter[] {
    return PLACES.flatMap((place) =>
      readdirSync(join(this.folder, place)).map((name) => {
        const file = join(this.folder, place, name);
        const raw = readFileSync(file, 'latin1').replaceAll('\n', '\r\n');
        return { file, flags: /:2,(\w*)$/.exec(name)?.[1] ?? '', raw };
      }),
    );
  }

  /** The only letter in which that stands. */
  with(text: string): MaildirLetter {
    const [found, ...others] = this.letters().filter(({ raw }) => raw.includes(text));
    if (!found || others.length > 0) throw new Error(`not one letter with « ${text} » in ${this.folder}`);
    return found;
  }

  add(name: string, raw: string, flags = ''): void {
    writeFileSync(join(this.folder, 'cur', `${name}:2,${flags}`), raw.replaceAll('\r\n', '\n'), 'latin1');
  }

  mark({ file }: MaildirLetter, flags: string): void {
    const name = file.slice(file.lastIndexOf('/') + 1).replace(/:2,.*$/, '');
    renameSync(file, join(this.folder, 'cur', `${name}:2,${flags}`));
  }

  remove({ file }: MaildirLetter): void {
    rmSync(file);
  }
}
