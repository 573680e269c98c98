import type { SpecialFolder } from './ports.js';

/** A folder of another server. */
export interface SourceFolder {
  /** Its whole name in Unicode, as that server writes it. */
  readonly path: string;
  readonly delimiter: string;
  /** What the server itself says it is for (RFC 6154); null when it does not. */
  readonly use: SpecialFolder | null;
}

/** A message there. What the server says of it may be wrong. */
export interface SourceMessage {
  readonly uid: number;
  readonly flags: readonly string[];
  readonly internalDate: Date | null;
}

/** An account of another server, read and never changed. Every call throws SourceLost when the server is gone or makes no sense. */
export interface ImportSource {
  /** Those that hold messages, INBOX first; what only shows messages of others a second time is left out. */
  folders(): Promise<readonly SourceFolder[]>;
  /** Opens a folder for reading; null when it cannot be. */
  open(folder: SourceFolder): Promise<{ readonly uidValidity: number; readonly messages: number } | null>;
  /** Those of the opened folder beyond that uid, a few hundred at a time. */
  after(uid: number): AsyncIterable<SourceMessage>;
  /** The octets of one of them; null when it is gone. */
  bytes(uid: number): Promise<AsyncIterable<Uint8Array> | null>;
}

/** The server left, does not answer, or answers what no server would: worth another try, up to a point. */
export class SourceLost extends Error {}

/** What a message does to us that no other does: worth another try, up to a point. */
export class MessageUnkeepable extends Error {}

/** Why a message of another server is not here: so it is however often it is tried, or it failed each time that it was. */
export type LeftOutCode =
  | 'messageTooLarge'
  | 'messageMalformed'
  | 'malwareInDeposit'
  | 'malwareFound'
  | 'notFound'
  | FailedMessageCode;

/** The other server goes away over it; what is ours fails over it. */
export type FailedMessageCode = 'failsThere' | 'failsHere';

/** A message that was not taken over. Nothing of what it says. */
export interface LeftOutMessage {
  readonly folder: string;
  readonly uid: number;
  readonly code: LeftOutCode;
}

/** Which folder of which account, under which UIDVALIDITY: where a uid means one message for ever. */
export interface FolderMarks {
  readonly importId: string;
  readonly name: string;
  readonly uidValidity: number;
}

export interface OpenedImport {
  /** Every uid up to this one was taken over, or refused for good. */
  readonly lastUid: number;
  readonly imported: number;
  readonly refused: number;
}

export interface ImportProgress {
  readonly source: string;
  readonly endedAt: Date | null;
  readonly name: string;
  readonly target: string;
  readonly messages: number;
  readonly imported: number;
  readonly refused: number;
}

/** How far mail was taken over, within one transaction. */
export interface ImportDesk {
  /** Takes up the import of that account, or begins one; answers its id. */
  begin(balId: string, source: string): Promise<string>;
  end(importId: string): Promise<void>;
  open(marks: FolderMarks, target: string, messages: number): Promise<OpenedImport>;
  /** Passes from one uid to a higher one, taken over or refused. False when another import has passed meanwhile. */
  mark(marks: FolderMarks, before: number, uid: number, refused: LeftOutCode | null): Promise<boolean>;
  progress(balId: string): Promise<readonly ImportProgress[]>;
  /** Those of that account that were left out, the first of them by folder and uid, and how many in all. */
  leftOut(
    balId: string,
    source: string,
    most: number,
  ): Promise<{ readonly total: number; readonly first: readonly LeftOutMessage[] }>;
}
