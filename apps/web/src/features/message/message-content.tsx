import { readableSize } from '../../format/sizes.ts';
import { MessageContentDocument, type MessageContentQuery } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import { framedMail, frameHeight } from './framed-mail.ts';
import styles from './message.module.css';
import { PlainText } from './plain-text.tsx';

type Content = Extract<MessageContentQuery['message'], { __typename: 'Message' }>;

interface Props {
  readonly balId: string;
  readonly messageId: string;
}

/** What a message says and carries. When it cannot be loaded, its head stays on the page. */
export async function MessageContent({ balId, messageId }: Props) {
  const answer = await askForPerson(MessageContentDocument, { balId, messageId });
  if (!answer.ok) return <Failure reference={answer.reference} />;
  const { message } = answer.data;
  if (message.__typename === 'Refus') return <Failure reference={null} />;
  return (
    <>
      <Attachments attachments={message.attachments} balId={balId} messageId={messageId} />
      <Body body={message.body} />
    </>
  );
}

async function Body({ body }: { readonly body: Content['body'] }) {
  const t = await serverTexts();
  return (
    <section className={styles.body} aria-labelledby="corps">
      <h2 id="corps" className="visually-hidden">
        {t('reader.bodyHeading')}
      </h2>
      {body.remoteContentRemoved ? (
        <p className={styles.blocked}>
          <Icon name="shield" size={18} />
          <span>
            <strong>{t('reader.remoteBlocked')}.</strong> {t('reader.remoteWhy')}
          </span>
        </p>
      ) : null}
      {body.html ? (
        <iframe
          className={styles.frame}
          title={t('reader.bodyFrame')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={framedMail(body.html)}
          style={{ height: `${frameHeight(body.html)}rem` }}
        />
      ) : (
        <PlainText text={body.text?.trim() || t('reader.empty')} />
      )}
      {body.truncated ? <p className={styles.cut}>{t('reader.truncated')}</p> : null}
    </section>
  );
}

async function Attachments({
  attachments,
  balId,
  messageId,
}: Props & { readonly attachments: Content['attachments'] }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  if (attachments.length === 0) return null;
  return (
    <section className={styles.attachments} aria-labelledby="pieces-jointes">
      <h2 id="pieces-jointes">{t('reader.attachments', { count: attachments.length })}</h2>
      <ul>
        {attachments.map(({ partId, name, size }) => {
          const { unit, value } = readableSize(size, language);
          const readable = t(`sizes.${unit}`, { value });
          const path = [balId, messageId, partId].map(encodeURIComponent).join('/');
          return (
            <li key={partId}>
              <a href={`/pieces-jointes/${path}`} className={styles.attachment}>
                <Icon name="download" />
                <span className="visually-hidden">{t('reader.download')} </span>
                <bdi className={styles.file}>{name}</bdi>
                <span className="visually-hidden">, </span>
                <span className={styles.size}>{readable}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
