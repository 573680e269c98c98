import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReceivedFile } from './receive-file.js';

export const MOST_PARTS = 30;
const TWELVE_HOURS = 12 * 3_600_000;

interface Underway {
  readonly total: number;
  readonly parts: Map<number, string>;
  name: string;
  lastAt: number;
}

export type SegmentOutcome =
  | { readonly kind: 'code'; readonly code: 4 | 5 | 6 | 7 | 8 }
  | { readonly kind: 'whole'; readonly path: string; readonly name: string };

/** Archives on their way in segments, one for each operator (§6.9.3.2.1.2). */
export class Segments {
  readonly #underway = new Map<string, Underway>();

  constructor(
    private readonly folder: string,
    private readonly now: () => Date,
  ) {}

  /** As if twelve hours had passed. */
  async forget(): Promise<void> {
    for (const identity of [...this.#underway.keys()]) await this.#drop(identity);
  }

  async take(identity: string, part: number, total: number, file: ReceivedFile): Promise<SegmentOutcome> {
    await this.#dropOld(identity);
    const refused = await this.#refusal(identity, part, total);
    if (refused !== null) {
      await this.#drop(identity);
      await rm(file.path, { force: true });
      return { kind: 'code', code: refused };
    }
    const underway = this.#underway.get(identity) ?? { total, parts: new Map(), name: file.name, lastAt: 0 };
    this.#underway.set(identity, underway);
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, `${identity.replaceAll(/[^\w.-]/g, '_')}.${part}`);
    await rename(file.path, path);
    const isAgain = underway.parts.has(part);
    underway.parts.set(part, path);
    underway.lastAt = this.now().getTime();
    if (underway.parts.size < total) return { kind: 'code', code: isAgain ? 5 : 4 };
    const whole = join(this.folder, 'whole.zip');
    await rm(whole, { force: true });
    for (let number = 1; number <= total; number += 1)
      await pipeline(
        createReadStream(underway.parts.get(number) ?? ''),
        createWriteStream(whole, { flags: 'a', mode: 0o600 }),
      );
    const { name } = underway;
    await this.#drop(identity);
    return { kind: 'whole', path: whole, name };
  }

  async #refusal(identity: string, part: number, total: number): Promise<6 | 7 | 8 | null> {
    if (!(total >= 1) || total > MOST_PARTS) return 6;
    const underway = this.#underway.get(identity);
    if (underway && underway.total !== total) return 7;
    return part >= 1 && part <= total ? null : 8;
  }

  async #dropOld(identity: string): Promise<void> {
    const underway = this.#underway.get(identity);
    if (underway && this.now().getTime() - underway.lastAt > TWELVE_HOURS) await this.#drop(identity);
  }

  async #drop(identity: string): Promise<void> {
    const underway = this.#underway.get(identity);
    this.#underway.delete(identity);
    for (const path of underway?.parts.values() ?? []) await rm(path, { force: true });
  }
}
