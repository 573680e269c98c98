/** What one piece of input gave to the content of a letter. */
export interface FrameStep {
  /** Content, line ends kept. */
  readonly content: readonly Buffer[];
  /** Set when the frame ended within this piece: what follows it. */
  readonly rest: Buffer | null;
  /** Set when the bytes are not lines of mail: nothing after this can be trusted. */
  readonly violation: Violation | null;
}

export type Violation = 'bareCr' | 'bareLf' | 'nul';

/** How content stands in the input: up to a lone dot (DATA) or by count (BDAT). */
export interface ContentFrame {
  read(piece: Buffer): FrameStep;
}
