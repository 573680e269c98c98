import type { CertificateJudgement } from './igc-trust-store.js';

export interface RememberedJudgement {
  readonly judgement: CertificateJudgement;
  /** Generation of the CRLs it rests on. */
  readonly generation: number;
  readonly from: Date;
  readonly until: Date;
}

const MAX_REMEMBERED = 2_000;

/** Judgements by certificate, the oldest forgotten first. */
export class JudgementMemory {
  private readonly judgements = new Map<string, RememberedJudgement>();

  recall(key: string, now: Date, generation: number): CertificateJudgement | null {
    const known = this.judgements.get(key);
    const holds = known && known.generation === generation && known.from <= now && now <= known.until;
    return holds ? known.judgement : null;
  }

  remember(key: string, judgement: RememberedJudgement): void {
    this.judgements.delete(key);
    this.judgements.set(key, judgement);
    const [oldest] = this.judgements.keys();
    if (this.judgements.size > MAX_REMEMBERED && oldest !== undefined) this.judgements.delete(oldest);
  }
}
