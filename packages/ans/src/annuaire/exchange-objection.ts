/** Why what came from the Annuaire is not believed. */
export type ExchangeObjection =
  /** Nothing, or something else than a SOAP message: a page of an HTML server, an error of a proxy. */
  | 'notSoap'
  | 'malformed'
  | 'dtd'
  | 'tooLarge'
  | 'noTicket'
  | 'noArchive'
  | 'archiveBroken'
  | 'archiveStrange'
  | 'checksumWrong'
  | 'otherTicket';

/** What came is refused whole; nothing of it is kept but why. Its message holds nothing that came. */
export class ExchangeRefused extends Error {
  override readonly name = 'ExchangeRefused';

  constructor(readonly objection: ExchangeObjection) {
    super(`refused: ${objection}`);
  }
}
