import { indexListeBlanche, parseDn } from '@cachet/mss-core';

const DOMAINS = 10_000;
const ROWS = 15_000;
const PEERS = 400;
const ROUNDS = 200;

/** npm run bench -- liste-blanche: what indexing a list of 10,000 domains costs, and what a question to it costs. */
export default async function bench(): Promise<void> {
  const dnOf = (n: number) =>
    `CN=mss${n}.operateur.fr,OU=1${String(n).padStart(9, '0')},O="OPERATEUR  ${n}",ST=Isère (38),C=FR`;
  const rows = Array.from({ length: ROWS }, (_, n) => ({
    domain: `structure-${n % DOMAINS}.mssante.fr`,
    dn: dnOf(n % PEERS),
  }));
  const indexing = performance.now();
  const list = indexListeBlanche(rows, new Date());
  const indexed = performance.now() - indexing;
  const peers = Array.from({ length: PEERS }, (_, n) => parseDn(dnOf(n))).filter((dn) => dn !== null);
  const first = microsecondsEach(peers.length, () => {
    for (const peer of peers) list.isBound(peer, 'structure-7.mssante.fr');
  });
  const known = microsecondsEach(peers.length * ROUNDS, () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const peer of peers) list.isBound(peer, 'structure-7.mssante.fr');
    }
  });
  const asked = microsecondsEach(DOMAINS, () => {
    for (let n = 0; n < DOMAINS; n += 1) list.hasDomain(`structure-${n}.mssante.fr`);
  });
  process.stdout.write(
    [
      `${DOMAINS} domaines, ${ROWS} lignes  (domains, rows)`,
      `index                 ${indexed.toFixed(0)} ms`,
      `DN jamais vu          ${first.toFixed(2)} µs  (DN never seen)`,
      `DN déjà vu            ${known.toFixed(2)} µs  (DN already seen)`,
      `domaine               ${asked.toFixed(2)} µs  (domain)`,
      '',
    ].join('\n'),
  );
}

function microsecondsEach(times: number, work: () => void): number {
  const start = performance.now();
  work();
  return ((performance.now() - start) * 1000) / times;
}
