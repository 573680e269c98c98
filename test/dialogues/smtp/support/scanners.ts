import { Antivirus } from '@cachet/scanning';
import { FakeClamd } from '@cachet/testkit/clamd';
import { MAX_BYTES } from './edge-under-test.js';

/** Scanners as a dialogue may be given them. */
export interface DialogueScanners {
  readonly sound: Antivirus;
  readonly down: Antivirus;
  /** Its StreamMaxLength is far below what the server takes. */
  readonly small: Antivirus;
  stop(): Promise<void>;
}

export async function startScanners(): Promise<DialogueScanners> {
  const [sound, small, gone] = await Promise.all([FakeClamd.start(), FakeClamd.start(), FakeClamd.start()]);
  small.conducts = [{ kind: 'limit', octets: 20_000 }];
  await gone.stop();
  const [a, b, c] = [sound, small, gone].map(
    ({ address }) => new Antivirus({ addresses: [address], largest: MAX_BYTES + 65_536 }),
  );
  if (!a || !b || !c) throw new Error('three scanners');
  await Promise.all([a.start(), b.start(), c.start()]);
  const stop = async () => {
    for (const antivirus of [a, b, c]) antivirus.close();
    await Promise.all([sound.stop(), small.stop()]);
  };
  return { sound: a, small: b, down: c, stop };
}
