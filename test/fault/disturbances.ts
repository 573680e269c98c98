import type { CycleKind } from './cycles.js';
import type { Random } from './random.js';
import type { RunningProduct, Victim } from './running-product.js';

/** Octets after which a spool file can grow no more. */
const FULL_AT = 1_000_000;
const LONGEST_JUMP_MINUTES = 180;
/** Attempts that end while a disturbance lasts. */
const ATTEMPTS_MEANWHILE = 6;

/** What a disturbance may ask of the campaign. */
export interface Course {
  /** Settled when so many more attempts have ended, or the cycle's letters are all accepted. */
  attempts(count: number): Promise<void>;
  /** Remembers an instant at which a peer's reply may have been lost. */
  replyMayBeLost(): void;
}

type Disturbance = (product: RunningProduct, course: Course, random: Random) => Promise<void>;

/** How each kind of cycle disturbs. Settled once the product has recovered. */
export const DISTURBANCES: Readonly<Record<CycleKind, Disturbance>> = {
  killMailedge: async (product, course) => {
    await killed(product, 'mailedge', async () => {
      course.replyMayBeLost();
      await endLeases(product);
    });
  },
  killPostgres: (product) => killed(product, 'postgres'),
  killBoth: async (product, course, random) => {
    const victims = random.shuffled(['mailedge', 'postgres'] as const);
    const before = victims.map((victim) => product.sandbox.processes[victim]);
    await Promise.all(victims.map((victim) => product.kill(victim)));
    course.replyMayBeLost();
    for (const [index, victim] of victims.entries()) await product.recovered(victim, before[index] ?? 0);
    await endLeases(product);
  },
  killApi: (product) => killed(product, 'api'),
  killJobs: (product) => killed(product, 'jobs'),
  cutConnections: async (product, course, random) => {
    for (let times = random.between(1, 3); times > 0; times--) {
      await product.sql(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      if (times > 1) await course.attempts(2);
    }
    await product.ready();
  },
  // A limit on the size of its files, and not a small file system: that needs no mount, and a write is cut short and then fails alike.
  fullDisk: async (product, course) => {
    const { mailedge } = product.sandbox.processes;
    await product.limitFiles([mailedge], FULL_AT);
    try {
      await course.attempts(ATTEMPTS_MEANWHILE);
    } finally {
      await product.limitFiles([mailedge], null);
    }
  },
  // A write of its journal that fails ends PostgreSQL at once, in the middle of what it was committing; it comes back by itself.
  fullDatabaseDisk: async (product) => {
    const backends = await product.backends();
    await product.limitFiles(backends, 0);
    await product.gone(backends);
    await product.ready();
  },
  clockJump: async (product, _course, random) => {
    if (random.chance(0.25)) await product.moveClock({ reset: true });
    else await product.moveClock({ advance: `PT${random.between(1, LONGEST_JUMP_MINUTES)}M` });
  },
  peerDiesInContent: (product, course) => peerBehaves(product, course, 'cutsContent'),
  peerDiesBeforeReply: async (product, course) => {
    await peerBehaves(product, course, 'cutsReply');
    course.replyMayBeLost();
  },
  // Its letters do it.
  clientDies: async () => undefined,
};

async function killed(
  product: RunningProduct,
  victim: Victim,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  const before = product.sandbox.processes[victim];
  await product.kill(victim);
  await meanwhile();
  await product.recovered(victim, before);
}

/** As five minutes would: the deliveries that a dead worker held may be taken by the next one. */
export async function endLeases(product: RunningProduct): Promise<void> {
  await product.sql(
    "update outbound_due set leased_until = now() - interval '1 second' where leased_until > now()",
  );
}

async function peerBehaves(
  product: RunningProduct,
  course: Course,
  mode: 'cutsContent' | 'cutsReply',
): Promise<void> {
  await product.setPeer(mode);
  course.replyMayBeLost();
  try {
    await course.attempts(ATTEMPTS_MEANWHILE);
  } finally {
    await product.setPeer('accept');
  }
}
