import { createHash, X509Certificate } from 'node:crypto';

/** What a certificate that was not accepted claims, for the trace of its refusal: believed by nobody. */
export function claimedIdentity(certificate: Buffer | null): {
  claimedDn: string | null;
  certificate: string | null;
} {
  if (!certificate) return { claimedDn: null, certificate: null };
  return {
    claimedDn: subjectOf(certificate),
    certificate: createHash('sha256').update(certificate).digest('hex'),
  };
}

function subjectOf(certificate: Buffer): string | null {
  try {
    const subject = new X509Certificate(certificate).subject;
    return subject
      .replaceAll('\n', ', ')
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, 500);
  } catch {
    return null;
  }
}
