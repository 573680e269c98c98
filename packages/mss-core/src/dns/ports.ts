export type DnsType = 'MX' | 'SRV' | 'TXT' | 'CNAME' | 'A' | 'AAAA';

/**
 * Records of one name and type, each as a zone writes its value (`10 mx.example`, `10 100 587 smtp.example`, the joined text of a
 * TXT), host names in lower case without final dot; or silence of the name servers, which says nothing of the zone.
 */
export type DnsAnswer =
  | { readonly kind: 'records'; readonly values: readonly string[] }
  | { readonly kind: 'unreachable' };

export interface DnsReader {
  /** An empty list when there is no such record or no such name. */
  read(name: string, type: DnsType): Promise<DnsAnswer>;
}
