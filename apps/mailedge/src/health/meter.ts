import { Counter, Gauge, type Registry } from '@cachet/runtime';
import type { MailMeter } from '../smtp/ports.js';

/** What is measured besides what is counted. */
export interface Measures {
  /** Open sessions by entry. */
  sessions(): Readonly<Record<string, number>>;
  queueDepth(): Promise<number>;
  listeBlancheDomains(): number;
  certificateExpiresAt(): Date;
}

/** The mail edge's own figures on /metrics. No label ever holds an address. */
export function mailMeter(registry: Registry): MailMeter {
  const registers = [registry];
  const messages = new Counter({
    name: 'cachet_messages_total',
    help: 'Messages accepted, by the door they came in',
    labelNames: ['door'],
    registers,
  });
  const bytes = new Counter({
    name: 'cachet_message_bytes_total',
    help: 'Octets of accepted messages, by the door they came in',
    labelNames: ['door'],
    registers,
  });
  const refused = new Counter({
    name: 'cachet_smtp_refused_total',
    help: 'Refused SMTP commands, by entry and reply code',
    labelNames: ['entry', 'code'],
    registers,
  });
  const attempts = new Counter({
    name: 'cachet_delivery_attempts_total',
    help: 'Attempts to deliver to other operators, by result',
    labelNames: ['result'],
    registers,
  });
  const accepted = (door: string) => {
    // A counter that is not there yet is no zero to whoever watches it.
    messages.inc({ door }, 0);
    return (size: number) => {
      messages.inc({ door });
      bytes.inc({ door }, size);
    };
  };
  return {
    received: accepted('mx'),
    submitted: accepted('submission'),
    refused: (entry, code) => refused.inc({ entry, code }),
    attempted: (result) => attempts.inc({ result }),
  };
}

/** Gauges read when they are asked for. */
export function measure(registry: Registry, measures: Measures): void {
  const registers = [registry];
  new Gauge({
    name: 'cachet_sessions',
    help: 'Open sessions, by entry',
    labelNames: ['entry'],
    registers,
    collect() {
      for (const [entry, count] of Object.entries(measures.sessions())) this.set({ entry }, count);
    },
  });
  new Gauge({
    name: 'cachet_outbound_queue_depth',
    help: 'Deliveries to other operators that have not ended',
    registers,
    async collect() {
      // Without a database there is no depth to tell, and the other figures must still be read.
      this.set(await measures.queueDepth().catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'cachet_liste_blanche_domains',
    help: 'Domains on the liste blanche in use, 0 when there is none',
    registers,
    collect() {
      this.set(measures.listeBlancheDomains());
    },
  });
  new Gauge({
    name: 'cachet_tls_certificate_expires_seconds',
    help: 'When our certificate ends (Unix time)',
    registers,
    collect() {
      this.set(Math.floor(measures.certificateExpiresAt().getTime() / 1000));
    },
  });
}
