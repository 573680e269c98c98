/** What a program said of a letter in its X-MSS headers, as statistics tell it. */
export interface MssHeaders {
  /** `O` or `N`: whether the structured document has a qualified INS. */
  readonly ins: 'O' | 'N' | null;
  readonly codeCda: string | null;
  readonly nil: string | null;
}

export const NO_MSS_HEADERS: MssHeaders = { ins: null, codeCda: null, nil: null };

interface ToldHeaders {
  readonly xMssIns: string | null;
  readonly xMssCodeCda: string | null;
  readonly xMssNil: string | null;
}

/** Tableau 46. */
const LONGEST = 255;
const INS_LIKE = /[1-8] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}/gi;

/**
 * The headers of a letter, kept beside its deliveries. They are what a stranger wrote: X-MSS-INS is a flag of one letter and nothing else, and
 * a matricule that somebody put into one of the others is not kept.
 */
// EX_PSU_5830: a header that is absent, or says nothing that the column may hold, leaves it empty.
export function mssHeadersOf({ xMssIns, xMssCodeCda, xMssNil }: ToldHeaders): MssHeaders {
  const flag = xMssIns?.trim().toUpperCase();
  return {
    ins: flag === 'O' || flag === 'N' ? flag : null,
    codeCda: keptOf(xMssCodeCda),
    nil: keptOf(xMssNil),
  };
}

function keptOf(told: string | null): string | null {
  const value = (told ?? '').replaceAll(INS_LIKE, '').trim().slice(0, LONGEST);
  return value === '' ? null : value;
}
