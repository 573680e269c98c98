import Link from 'next/link';
import { longDate } from '../../format/dates.ts';
import type { MessageHeaderQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import styles from './message.module.css';
import { MarkRead, MarkUnread, Print } from './message-actions.tsx';
import { type Correspondent, initials } from './people.ts';

export type MessageHeader = Extract<MessageHeaderQuery['message'], { __typename: 'Message' }>;

interface Props {
  readonly message: MessageHeader;
  readonly balId: string;
  readonly back: { readonly path: string; readonly folder: string };
}

/** The subject, the sender's card, the recipients, and what can be done. */
export async function MessageHead({ message, balId, back }: Props) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const [sender] = message.from;
  return (
    <header className={styles.head}>
      <div className={`${styles.bar} no-print`}>
        <Link href={back.path} prefetch={false} className={styles.back}>
          <Icon name="back" size={18} />
          {t('reader.back', { folder: back.folder })}
        </Link>
        <div className={styles.actions}>
          <MarkUnread balId={balId} messageId={message.id} label={t('reader.markUnread')} then={back.path} />
          <Print label={t('reader.print')} />
        </div>
      </div>
      <h1 className={styles.title}>{message.subject || t('messages.noSubject')}</h1>
      <div className={styles.card}>
        <span className={styles.disc} aria-hidden="true">
          {sender ? initials(sender) : '?'}
        </span>
        <dl className={styles.facts}>
          <People label={t('reader.from')} people={message.from} none={t('messages.noSender')} />
          <People label={t('reader.to')} people={message.to} none={t('messages.noRecipient')} />
          {message.cc.length > 0 ? <People label={t('reader.cc')} people={message.cc} none="" /> : null}
          <dt>{t('reader.received')}</dt>
          <dd>
            <time dateTime={message.receivedAt}>{longDate(message.receivedAt, language)}</time>{' '}
            <span className={styles.zone}>({t('reader.parisTime')})</span>
          </dd>
        </dl>
      </div>
      {message.hasXdm ? (
        <p className={styles.xdm}>
          <Icon name="document" size={18} />
          {t('reader.xdm')}
        </p>
      ) : null}
      {message.seen ? null : <MarkRead balId={balId} messageId={message.id} />}
    </header>
  );
}

interface PeopleProps {
  readonly label: string;
  readonly people: readonly Correspondent[];
  readonly none: string;
}

// The address is always shown beside the name its sender chose, so that a borrowed name deceives nobody.
function People({ label, people, none }: PeopleProps) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {people.length === 0 ? none : null}
        <ul>
          {people.map(({ name, address }) => (
            <li key={address}>
              {name ? <bdi className={styles.name}>{name}</bdi> : null}{' '}
              <bdi className={styles.mail}>{address}</bdi>
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}
