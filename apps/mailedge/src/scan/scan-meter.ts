import { Counter, Gauge, Histogram, type Registry } from '@cachet/runtime';

/** The scanners' figures on /metrics. */
export interface ScanMeter {
  scanned(result: string, seconds: number): void;
  outage(isDown: boolean): void;
}

export function scanMeter(registry: Registry): ScanMeter {
  const registers = [registry];
  const scans = new Counter({
    name: 'cachet_scans_total',
    help: 'Letters given to the scanners, by what they said',
    labelNames: ['result'],
    registers,
  });
  // A counter that is not there yet is no zero to whoever watches it.
  for (const result of ['clean', 'infected', 'unscanned']) scans.inc({ result }, 0);
  const waited = new Histogram({
    name: 'cachet_scan_wait_seconds',
    help: 'Time from the last octet of a letter to its verdict',
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const usable = new Gauge({
    name: 'cachet_scanner_up',
    help: '1 while at least one scanner answers and finds a known virus, 0 while letters wait',
    registers,
  });
  return {
    scanned: (result, seconds) => {
      scans.inc({ result });
      waited.observe(seconds);
    },
    outage: (isDown) => usable.set(isDown ? 0 : 1),
  };
}
