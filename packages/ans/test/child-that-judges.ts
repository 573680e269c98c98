import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { IgcTrustStore } from '../src/igc/igc-trust-store.js';
import { HttpListeBlancheSource } from '../src/liste-blanche/liste-blanche-source.js';
import { IgcListeBlancheVerifier } from '../src/liste-blanche/liste-blanche-verifier.js';

/** Fetches and judges each list whose address it is given, and tells what that cost a process that does nothing else. */
const [chain = '', signer = '', ...urls] = process.argv.slice(2);
const trust = await IgcTrustStore.load({
  chainPem: await readFile(chain, 'utf8'),
  crlUrls: [],
  ocspUrl: null,
  cacheFolder: null,
});
const verifier = new IgcListeBlancheVerifier(trust, [signer]);
for (const url of urls) {
  const before = { memory: process.memoryUsage.rss(), cpu: process.cpuUsage() };
  const fetched = await new HttpListeBlancheSource({ url }).fetch();
  const judged = fetched.ok ? await verifier.verify(fetched.value) : fetched;
  const verdict = judged.ok ? 'accepted' : (judged.refusal.detail.objection ?? judged.refusal.code);
  const { user, system } = process.cpuUsage(before.cpu);
  const cost = { cpuMs: (user + system) / 1000, peakBytes: peakBytes(), startBytes: before.memory };
  process.stdout.write(`${JSON.stringify({ url, verdict, ...cost })}\n`);
}

// maxRSS would count what the process that started this one held.
function peakBytes(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
