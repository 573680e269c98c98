import type { MalwareNature } from '@cachet/mss-core';

/** What clamd answers to INSTREAM. `tooLarge`: beyond its StreamMaxLength. `failed`: it says itself that it could not. */
export type ClamdReply =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly signature: string; readonly nature: MalwareNature }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'failed' };

export function readReply(text: string): ClamdReply {
  if (text === 'stream: OK') return { kind: 'clean' };
  const found = /^stream: (.+) FOUND$/s.exec(text)?.[1];
  if (found !== undefined) return foundReply(found);
  return /size limit exceeded/i.test(text) ? { kind: 'tooLarge' } : { kind: 'failed' };
}

// clamd reports what its own limits kept it from seeing, when it is told to (AlertExceedsMax, AlertEncrypted), as if it had found it.
function foundReply(signature: string): ClamdReply {
  // Out of time says something of the moment, not of the letter.
  if (/^Heuristics\.Limits\.Exceeded\.MaxScanTime/.test(signature)) return { kind: 'failed' };
  return { kind: 'infected', signature: printable(signature), nature: natureOf(signature) };
}

function natureOf(signature: string): MalwareNature {
  if (signature.startsWith('Heuristics.Limits.Exceeded')) return 'tooDeep';
  return signature.startsWith('Heuristics.Encrypted') ? 'encrypted' : 'malware';
}

function printable(signature: string): string {
  return signature.replace(/[^!-~]+/g, '_').slice(0, 120);
}
