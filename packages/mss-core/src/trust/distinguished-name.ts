/** One attribute of a DN: type as lower-case short name (cn, ou, o, st, l, c) or dotted OID, value as decoded text. */
export interface DnAttribute {
  readonly type: string;
  readonly value: string;
}

/** A DN as its sequence of relative names, most specific first (CN … C), each a set of attributes. */
export type DistinguishedName = readonly (readonly DnAttribute[])[];
