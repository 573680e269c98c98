export type Language = 'fr' | 'en';

/** One sentence in both languages. */
export interface Spoken {
  readonly fr: string;
  readonly en: string;
}

export function spoken(fr: string, en: string): Spoken {
  return { fr, en };
}

/** How the command ends: done; refused, or something is wrong; typed wrong; the API not reached, or the key not admitted. */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** Why a command stops. */
export class Stop extends Error {
  constructor(
    readonly code: number,
    readonly why: Spoken,
    /** The stable code of a refusal of the API. */
    readonly refusal: string | null = null,
  ) {
    super(why.en);
  }
}

export function usage(fr: string, en: string): Stop {
  return new Stop(EXIT.usage, spoken(fr, en));
}

/** What comes from elsewhere holds nothing that a terminal would obey. */
export function printable(value: unknown): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  return String(value ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ');
}
