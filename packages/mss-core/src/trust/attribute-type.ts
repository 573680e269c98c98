const NAME_OF_OID: Readonly<Record<string, string>> = {
  '2.5.4.3': 'cn',
  '2.5.4.4': 'sn',
  '2.5.4.5': 'serialnumber',
  '2.5.4.6': 'c',
  '2.5.4.7': 'l',
  '2.5.4.8': 'st',
  '2.5.4.9': 'street',
  '2.5.4.10': 'o',
  '2.5.4.11': 'ou',
  '2.5.4.12': 'title',
  '2.5.4.17': 'postalcode',
  '2.5.4.42': 'givenname',
  '2.5.4.97': 'organizationidentifier',
  '0.9.2342.19200300.100.1.1': 'uid',
  '0.9.2342.19200300.100.1.25': 'dc',
  '1.2.840.113549.1.9.1': 'emailaddress',
};

/** Other spellings met in the field: OpenSSL and Java write some names their own way. */
const SYNONYMS: Readonly<Record<string, string>> = {
  s: 'st',
  e: 'emailaddress',
  email: 'emailaddress',
  gn: 'givenname',
  surname: 'sn',
  userid: 'uid',
};

/** The one name of an attribute type, from any of its spellings: `ST`, `S`, `2.5.4.8` and `OID.2.5.4.8` are all `st`. */
export function attributeType(written: string): string {
  const lower = written.toLowerCase().replace(/^oid\./, '');
  return NAME_OF_OID[lower] ?? SYNONYMS[lower] ?? lower;
}
