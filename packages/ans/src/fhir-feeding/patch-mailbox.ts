import { askFhir, type FhirAccess } from '../fhir/fhir-exchange.js';
import { FhirFailure } from '../fhir/fhir-failure.js';
import type { FetchBytes } from '../http/fetch-bytes.js';
import type { Bearer, DeclaredMailbox } from './declared-mailbox.js';

const TIMEOUT_MS = 30_000;

/** What the service has against one mailbox; nothing it could be asked again for. */
export interface MailboxRefusal {
  readonly code: string;
  readonly motive: string;
}

/**
 * Changes telecom of one resource, found by its business identifier (conditional PATCH of the ANS’s draft of July 2026). What was done already
 * is done: whoever was killed before keeping it in mind begins again. Rejects with FhirFailure when the service is away, rests, or refuses us.
 */
export class MailboxPatcher {
  constructor(
    private readonly access: FhirAccess,
    private readonly fetch?: FetchBytes,
  ) {}

  /** Null once it is there as it is declared. */
  async put(mailbox: DeclaredMailbox, isThere: boolean): Promise<MailboxRefusal | null> {
    const [first, second] = isThere ? (['replace', 'insert'] as const) : (['insert', 'replace'] as const);
    const refused = await this.patch(mailbox.bearer, operation(first, mailbox));
    if (!refused) return null;
    const isOtherwise = first === 'insert' ? isDuplicate(refused) : refused.status === 404;
    if (!isOtherwise) return refusalOf(refused, mailbox.bearer);
    const again = await this.patch(mailbox.bearer, operation(second, mailbox));
    return again && refusalOf(again, mailbox.bearer);
  }

  /** Null once it is not there, for whatever reason. */
  async remove(address: string, bearer: Bearer): Promise<MailboxRefusal | null> {
    const refused = await this.patch(bearer, [
      { name: 'type', valueCode: 'delete' },
      { name: 'path', valueString: pathTo(address, bearer) },
    ]);
    return !refused || refused.status === 404 ? null : refusalOf(refused, bearer);
  }

  private async patch({ type, identifier }: Bearer, part: readonly object[]): Promise<FhirFailure | null> {
    const url = `${this.access.baseUrl}/${type}?${new URLSearchParams({ identifier })}`;
    const body = { resourceType: 'Parameters', parameter: [{ name: 'operation', part }] };
    try {
      await askFhir(this.access, { url, method: 'PATCH', body, timeoutMs: TIMEOUT_MS }, this.fetch);
      return null;
    } catch (error) {
      if (error instanceof FhirFailure && error.trouble === 'refused') return error;
      throw error;
    }
  }
}

function operation(type: 'insert' | 'replace', mailbox: DeclaredMailbox): readonly object[] {
  const { address, bearer, contactPoint } = mailbox;
  return [
    { name: 'type', valueCode: type },
    { name: 'path', valueString: type === 'insert' ? `${bearer.type}.telecom` : pathTo(address, bearer) },
    ...(type === 'insert' ? [{ name: 'index', valueInteger: 0 }] : []),
    { name: 'value', valueContactPoint: contactPoint },
  ];
}

/** FHIRPath. An address of ours holds neither quotes nor backslashes (EX_GBM_4300). */
function pathTo(address: string, { type }: Bearer): string {
  return `${type}.telecom.where(value = '${address}')`;
}

function isDuplicate({ status, issues }: FhirFailure): boolean {
  return status === 409 || issues.some(({ code }) => code === 'duplicate');
}

/** In the codes of §9.7.3 wherever they say the same. */
function refusalOf({ status, issues }: FhirFailure, { type }: Bearer): MailboxRefusal {
  const [first] = issues;
  const motive = first?.text || `statut ${status}`;
  const control = issues.find((issue) => issue.control !== null)?.control;
  if (control) return { code: control, motive };
  // Of a conditional PATCH: nobody, or nothing, has that identifier.
  if (status === 404) return { code: type === 'Organization' ? 'MSS015' : 'MSS008', motive };
  return { code: `FHIR${status ?? ''}`, motive };
}
