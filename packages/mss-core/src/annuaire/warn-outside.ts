import type { MssAddress } from '../identifiers/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { WARNING_MS } from './unopened-bals.js';

/** An ordinary letter, beyond the trust space: it says nothing that may not be read there. */
export interface OutsideLetter {
  /** The same however often it is sent: who keeps it knows it again. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Ordinary mail. */
export interface OutsideMail {
  /** @throws RelayAway when nobody takes letters now, or another fault when this one is refused. */
  send(letter: OutsideLetter): Promise<void>;
}

/** Ordinary mail answers nobody: what is still to be sent waits. */
export class RelayAway extends Error {}

/** A BAL whose end of publication was announced, and where those who use it chose to be warned. */
export interface BalToWarnOf {
  readonly balId: string;
  readonly address: MssAddress;
  readonly unpublishedFrom: Date;
  readonly alertAddresses: readonly string[];
}

export interface WarningRoom {
  readonly unopened: {
    /** Those that somebody is still to be warned of, after that one, in the order of their ids. */
    toWarnOf(after: string | null, limit: number): Promise<readonly BalToWarnOf[]>;
    /** Notes that its users were written to; it does not leave sight before that moment. False when it was noted already. */
    warned(balId: string, notBefore: Date): Promise<boolean>;
  };
  readonly journal: Journal;
}

export interface WarningPorts {
  readonly outside: OutsideMail;
  inRoom<T>(context: TenantContext, work: (room: WarningRoom) => Promise<T>): Promise<T>;
  /** Somebody could not be warned: it keeps nobody else waiting, unless the relay is away. */
  failed(context: TenantContext, balId: string, fault: unknown): void;
}

const AT_ONCE = 100;

/**
 * Writes to those who use the BAL of one tenant that are about to leave sight, where they chose to be warned. Nothing is open in the database while
 * a letter is on its way: killed between a letter and its note, the next run sends it again, under the same id. False when the relay is away.
 */
// EX_GBM_4440: by the channel that they chose, outside the trust space.
export async function warnOutside(ports: WarningPorts, context: TenantContext): Promise<boolean> {
  for (let after: string | null = null; ; ) {
    const bals: readonly BalToWarnOf[] = await ports.inRoom(context, ({ unopened }) =>
      unopened.toWarnOf(after, AT_ONCE),
    );
    for (const bal of bals) if (!(await warn(ports, context, bal))) return false;
    after = bals.at(-1)?.balId ?? null;
    if (bals.length < AT_ONCE) return true;
  }
}

/** False when the relay is away. An address that is refused keeps none of the others from its letter, and is not written to each hour. */
async function warn(ports: WarningPorts, context: TenantContext, bal: BalToWarnOf): Promise<boolean> {
  const { balId, alertAddresses } = bal;
  // However long the letter could not leave: whoever reads it has fifteen days.
  const from = new Date(Math.max(bal.unpublishedFrom.getTime(), context.at.getTime() + WARNING_MS));
  let people = 0;
  for (const [place, to] of alertAddresses.entries()) {
    try {
      await ports.outside.send(unopenedWarning(bal, { to, place, from }));
      people += 1;
    } catch (fault) {
      ports.failed(context, balId, fault);
      if (fault instanceof RelayAway) return false;
    }
  }
  if (people === 0) return true;
  await ports.inRoom(context, async ({ unopened, journal }) => {
    if (!(await unopened.warned(balId, from))) return;
    await journal.record([{ kind: 'bal.unpublishingWarned', outcome: 'ok', balId, facts: { people } }]);
  });
  return true;
}

/** « Dépubliée pour cause d’inactivité »: « liste rouge » is what people choose themselves. */
function unopenedWarning(
  { balId, address, unpublishedFrom }: BalToWarnOf,
  { to, place, from }: { readonly to: string; readonly place: number; readonly from: Date },
): OutsideLetter {
  const on = (language: 'fr' | 'en') =>
    from.toLocaleDateString(language, { dateStyle: 'long', timeZone: 'Europe/Paris' });
  return {
    ...{ id: `${balId}.${unpublishedFrom.getTime()}.${place}`, to },
    subject: 'Votre boîte MSSanté va être dépubliée pour cause d’inactivité',
    text: [
      'Bonjour,',
      '',
      `Personne ne s’est connecté depuis plus d’un mois à la boîte MSSanté ${address}.`,
      `Sans connexion d’ici là, elle sera dépubliée de l’Annuaire Santé pour cause d’inactivité à partir du ${on('fr')} : elle continue de fonctionner, mais on ne l’y trouvera plus.`,
      '',
      'Que faire : connectez-vous une fois avant cette date, par le portail ou votre logiciel, et rien ne change.',
      'Après cette date, une connexion suffit pour qu’elle soit de nouveau publiée.',
      '',
      '—',
      `Nobody has signed in to the MSSanté mailbox ${address} for more than a month.`,
      `Unless somebody does, it is no longer shown by the Annuaire Santé from ${on('en')} on, for inactivity; it goes on working.`,
      'Sign in once, before or after, and it is shown.',
      '',
    ].join('\n'),
  };
}
