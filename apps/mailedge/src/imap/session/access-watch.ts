import type { OpenedBal } from '@cachet/mss-core';
import { mayUseFolders } from '@cachet/mss-core/access';
import type { RefusalCode } from '@cachet/mss-core/outcome';
import type { Session } from './session.js';

/** Longest delay a timer takes. */
const FAR_MS = 2 ** 31 - 1;

/** Keeps a session's rights as they are now: asked again when the BAL changes and when a right begins or ends by itself. */
export class AccessWatch {
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly session: Session,
    private readonly onLost: (code: RefusalCode) => void,
  ) {}

  /**
   * False when the certificate that opened the session was revoked or ended since: the session ends. As long as that cannot be known,
   * it goes on. Sessions opened by an access token need no more of it (EX_LPS_1000).
   */
  async isStillProven(): Promise<boolean> {
    const { deps, transport, opened } = this.session;
    if (opened?.context.actor.kind !== 'structure') return true;
    const proven = await deps.access.proveStructure(transport.certificate);
    if (proven.ok || proven.refusal.code === 'revocationUnknown') return true;
    this.onLost(proven.refusal.code);
    return false;
  }

  /** The rights will change by themselves at a known moment; a certificate may be revoked at any. */
  #plan({ rightsUntil, context }: OpenedBal): void {
    this.stop();
    const { deps } = this.session;
    const untilChange = rightsUntil ? Math.max(rightsUntil.getTime() - deps.now().getTime(), 0) : null;
    const untilProof = context.actor.kind === 'structure' ? deps.limits.certificateMs : null;
    if (untilChange === null && untilProof === null) return;
    const delay = Math.min(untilChange ?? FAR_MS, untilProof ?? FAR_MS, FAR_MS);
    this.#timer = setTimeout(() => void this.look(), delay);
  }

  async look(): Promise<void> {
    const { session } = this;
    const before = session.opened;
    if (!before) return;
    try {
      if (!(await this.isStillProven())) return;
      const now = await session.deps.access.recheck(session.deps.now(), before);
      if (session.ending !== null) return;
      if (!now.ok) return this.onLost(now.refusal.code);
      session.renew(now.value);
      this.#plan(now.value);
      // A right to read withdrawn leaves nothing to do in a selected folder.
      if (session.state.kind === 'selected' && !mayUseFolders(now.value.rights))
        this.onLost('readRightMissing');
    } catch (fault) {
      session.deps.log.warn(
        { err: fault, balId: before.bal.id },
        'the rights of a session could not be read again',
      );
      this.#timer = setTimeout(() => void this.look(), RETRY_MS);
    }
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

const RETRY_MS = 2_000;
