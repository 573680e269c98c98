import { ber, OCTET_STRING, SEQUENCE, SET } from './ber.js';
import { BASE_DN } from './directory-tree.js';

/** Entries that no sound directory holds, and a spoilt one might: each is wrong in one way. */
export function hostileEntries(): readonly Buffer[] {
  const bad = (address: string, ...values: readonly (readonly [string, string | Uint8Array])[]) =>
    ber(
      0x64,
      ber(OCTET_STRING, `adresseBal=${address},${BASE_DN}`),
      ber(
        SEQUENCE,
        ...[['typeBal', 'PER'] as const, ['adresseBal', address] as const, ...values].map(([name, value]) =>
          ber(SEQUENCE, ber(OCTET_STRING, name), ber(SET, ber(OCTET_STRING, value))),
        ),
      ),
    );
  return [
    bad('enorme@hostile.mssante.fr', ['nomExercice', 'M'.repeat(200_000)]),
    bad('controle@hostile.mssante.fr', ['nomExercice', 'MOREAU\u0000\u001b[31m\r\nBcc: x']),
    bad('retourne@hostile.mssante.fr', ['nomExercice', 'MOREAU\u202eUAEROM']),
    bad('octets@hostile.mssante.fr', ['nomExercice', Buffer.from([0xff, 0xfe, 0x80])]),
    bad('dehors@gmail.com', ['nomExercice', 'MOREAU']),
    bad('pas-une-adresse', ['nomExercice', 'MOREAU']),
  ];
}
