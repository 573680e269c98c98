import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
/** RFC 6238 §5.2: at most one step of delay; and one ahead, for telephones that run fast. */
const DRIFTS = [0, -1, 1];

/** RFC 4226 §4: 160 bits. */
export const TOTP_SECRET_BYTES = 20;

/** How many steps have passed at that moment of the wall clock. */
export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / STEP_MS);
}

/** The code of one step (RFC 6238 with SHA-1, 30 s and 6 digits: what every authenticator knows). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // RFC 4226 §5.3: dynamic truncation.
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step, among the present one and its neighbours, whose code that is; null when it is of none of them. */
export function stepOfCode(secret: Uint8Array, code: string, at: Date): number | null {
  const given = Buffer.from(code);
  if (given.length !== DIGITS) return null;
  const steps = DRIFTS.map((drift) => totpStep(at) + drift);
  return steps.find((step) => timingSafeEqual(Buffer.from(totpCode(secret, step)), given)) ?? null;
}
