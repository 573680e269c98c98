import Link from 'next/link';
import { shortDate } from '../../format/dates.ts';
import type { FolderMessagesQuery } from '../../gql/documents.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import styles from './message-list.module.css';
import type { FolderPlace } from './message-list.tsx';
import { shortNames } from './people.ts';

type OpenBal = Extract<FolderMessagesQuery['bal'], { __typename: 'Bal' }>;
export type ListedMessage = NonNullable<OpenBal['folder']>['messages']['edges'][number]['node'];

interface Props {
  readonly message: ListedMessage;
  readonly place: FolderPlace;
}

/** One message of the list. Its spoken name follows the eye: correspondent, subject, date, then what is particular to it. */
export async function MessageRow({ message, place }: Props) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const path = [place.balId, place.folderId, message.id].map(encodeURIComponent).join('/');
  return (
    <li className={message.seen ? styles.read : styles.unread}>
      <Link href={`/m/${path}`} prefetch={false} className={styles.row}>
        <span className={styles.dot} aria-hidden="true" />
        <span className={styles.who}>{await correspondent(message, place)}</span>
        <Pause />
        <span className={message.subject ? styles.subject : styles.noSubject}>
          {message.subject || t('messages.noSubject')}
        </span>
        <Pause />
        <time className={styles.date} dateTime={message.receivedAt}>
          {shortDate(message.receivedAt, language, new Date())}
        </time>
        <span className={styles.marks}>
          {message.seen ? null : <Said text={t('messages.unread')} />}
          {message.flagged ? <Mark icon="flag" text={t('messages.flagged')} /> : null}
          {message.answered ? <Mark icon="answered" text={t('messages.answered')} /> : null}
          {message.hasXdm ? <Mark icon="document" text={t('messages.xdm')} /> : null}
          {message.hasAttachments ? <Mark icon="paperclip" text={t('messages.attachment')} /> : null}
        </span>
      </Link>
    </li>
  );
}

async function correspondent({ from, to }: ListedMessage, { use }: FolderPlace): Promise<string> {
  const t = await serverTexts();
  if (use !== 'SENT' && use !== 'DRAFTS') return shortNames(from) || t('messages.noSender');
  const recipients = shortNames(to);
  return recipients ? t('messages.to', { recipients }) : t('messages.noRecipient');
}

function Mark({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <span title={text}>
      <Icon name={icon} size={18} />
      <Said text={text} />
    </span>
  );
}

function Said({ text }: { readonly text: string }) {
  return <span className="visually-hidden">, {text}</span>;
}

function Pause() {
  return <span className="visually-hidden">, </span>;
}
