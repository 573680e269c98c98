interface Kept {
  readonly payload: Record<string, unknown>;
  readonly until: number;
}

/** What the OIDC provider remembers: sessions, codes, grants. In memory, bounded by time; a restart signs everybody out. */
export class MemoryAdapter {
  private static readonly models = new Map<string, Map<string, Kept>>();
  private readonly kept: Map<string, Kept>;

  constructor(model: string) {
    this.kept = MemoryAdapter.models.get(model) ?? new Map();
    MemoryAdapter.models.set(model, this.kept);
  }

  async upsert(id: string, payload: Record<string, unknown>, expiresIn: number): Promise<void> {
    this.sweep();
    this.kept.set(id, { payload, until: Date.now() + expiresIn * 1000 });
  }

  async find(id: string): Promise<Record<string, unknown> | undefined> {
    const found = this.kept.get(id);
    return found && found.until > Date.now() ? found.payload : undefined;
  }

  findByUid(uid: string): Promise<Record<string, unknown> | undefined> {
    return this.findBy('uid', uid);
  }

  findByUserCode(userCode: string): Promise<Record<string, unknown> | undefined> {
    return this.findBy('userCode', userCode);
  }

  async consume(id: string): Promise<void> {
    const found = this.kept.get(id);
    if (found) found.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.kept.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.kept) if (payload.grantId === grantId) this.kept.delete(id);
  }

  private async findBy(key: string, value: string): Promise<Record<string, unknown> | undefined> {
    const now = Date.now();
    for (const { payload, until } of this.kept.values())
      if (payload[key] === value && until > now) return payload;
    return undefined;
  }

  private sweep(): void {
    const now = Date.now();
    for (const [id, { until }] of this.kept) if (until <= now) this.kept.delete(id);
  }
}
