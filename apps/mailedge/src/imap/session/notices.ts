/** What a client asked to hear beside the answers to its commands (RFC 5465). */
export interface Notices {
  /** Whether news of the selected folder is told between commands, and EXPUNGE with it. */
  readonly selected: 'atOnce' | 'delayed' | 'no';
  readonly tellsFlags: boolean;
  /** Something may have to be told of other folders. */
  readonly hasNews: boolean;
  /** Tells it. */
  tell(): Promise<void>;
  /** Shows what was asked of messages of the selected folder that came after that uid. */
  showNew(after: number): Promise<void>;
  stop(): void;
}
