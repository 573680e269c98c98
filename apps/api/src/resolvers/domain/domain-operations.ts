import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { DomainDnsType } from '../../types/domain-dns.js';
import type { Refus } from '../../types/refus.js';
import { DomainDnsResult } from '../../types/results.js';
import { answer } from '../answer.js';

@Resolver()
export class DomainOperations {
  @Query(
    () => DomainDnsResult,
    described(
      'La zone DNS d’un domaine de ses structures (de tout domaine servi pour l’opérateur), vérifiée à l’instant.',
      'The DNS zone of a domain of one’s structures (of any domain served for the operator), checked now.',
    ),
  )
  async domainDns(
    @Ctx() context: ApiContext,
    @Arg('domain', () => String, described('Nom de domaine.', 'Domain name.')) domain: string,
  ): Promise<DomainDnsType | Refus> {
    return answer(await signedIn(context).domains.dnsOf(domain));
  }
}
