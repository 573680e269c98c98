/** Where the test branch publishes its revocation lists, its answers and its own certificate. */
export interface IgcAddresses {
  readonly rootCrl: string;
  readonly crl: string;
  readonly deltaCrl: string;
  readonly ocsp: string;
  readonly caIssuer: string;
}

/** File names follow the real publication points; the production ones are the same without « -TEST ». */
export const IGC_PATHS = {
  rootCrl: '/CRL/ACR-EL-TEST.crl',
  crl: '/CRL/ACI-EL-ORG-TEST.crl',
  // The real one is published by LDAP; the name is ours.
  deltaCrl: '/CRL/ACI-EL-ORG-TEST-delta.crl',
  ocsp: '/ocsp',
  caIssuer: '/AC/ACI-EL-ORG-TEST.cer',
} as const;

export function igcAddresses(controlUrl: string): IgcAddresses {
  return {
    rootCrl: `${controlUrl}${IGC_PATHS.rootCrl}`,
    crl: `${controlUrl}${IGC_PATHS.crl}`,
    deltaCrl: `${controlUrl}${IGC_PATHS.deltaCrl}`,
    ocsp: `${controlUrl}${IGC_PATHS.ocsp}`,
    caIssuer: `${controlUrl}${IGC_PATHS.caIssuer}`,
  };
}
