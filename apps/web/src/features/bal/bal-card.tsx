import Link from 'next/link';
import type { BalKind, MyBalsQuery } from '../../gql/documents.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Address } from './address.tsx';
import styles from './bal-card.module.css';
import { holderName } from './holder-name.ts';
import { mayTakeAway } from './may-take-away.ts';

export type Holding = MyBalsQuery['me']['bals'][number];

export const KIND_ICONS: Record<BalKind, IconName> = {
  PERSONAL: 'person',
  ORGANISATIONAL: 'group',
  APPLICATIVE: 'gear',
};

/** One box a person holds: what it is, in what capacity they hold it, and what waits there. */
export async function BalCard({ holding }: { readonly holding: Holding }) {
  const t = await serverTexts();
  const { bal, role, mayRead, maySend } = holding;
  const inbox = bal.folders.find(({ specialUse }) => specialUse === 'INBOX');
  return (
    <li className={styles.card}>
      <span className={`${styles.kind} ${styles[bal.kind]}`}>
        <Icon name={KIND_ICONS[bal.kind]} />
        {t(`balKind.${bal.kind}`)}
      </span>
      <h2 className={styles.address}>
        {mayRead && inbox ? (
          <Link href={`/m/${bal.id}/${inbox.id}`} prefetch={false} className={styles.link}>
            <Address address={bal.address} />
          </Link>
        ) : (
          <Address address={bal.address} />
        )}
      </h2>
      {bal.description ? <p className={styles.description}>{bal.description}</p> : null}
      <ul className={styles.badges}>
        <li className={role === 'DELEGATE' ? styles.delegate : undefined}>
          {role === 'DELEGATE' ? t('balRole.delegateOf', { holder: holderName(bal) }) : t(`balRole.${role}`)}
        </li>
        {mayRead && !maySend ? <li>{t('bals.readOnly')}</li> : null}
        {maySend && !mayRead ? <li>{t('bals.sendOnly')}</li> : null}
        {bal.isTest ? <li>{t('bals.test')}</li> : null}
        {bal.state === 'SUSPENDED' ? <li className={styles.suspended}>{t('bals.suspended')}</li> : null}
      </ul>
      {bal.isTest || bal.kind === 'APPLICATIVE' ? null : (
        <Link href={`/m/${bal.id}/annuaire`} prefetch={false} className={styles.more}>
          <Icon name="search" size={16} />
          {t('balInDirectory.link')}
          <span className="visually-hidden">, {bal.address}</span>
        </Link>
      )}
      {mayTakeAway(holding) ? (
        <Link href={`/m/${bal.id}/extraction`} prefetch={false} className={styles.more}>
          <Icon name="download" size={16} />
          {t('takeAway.link')}
          <span className="visually-hidden">, {bal.address}</span>
        </Link>
      ) : null}
      {inbox && mayRead ? (
        <p className={inbox.unread > 0 ? styles.waiting : styles.calm}>
          {t('bals.unread', { count: inbox.unread })}
        </p>
      ) : (
        <p className={styles.calm}>{t('bals.cannotRead')}</p>
      )}
    </li>
  );
}
