import type { BalKind, BalPublicationPageQuery, ListeRougeCause } from '../../gql/documents.ts';
import { AskedTwice } from '../../orders/asked-twice.tsx';
import { requireGrant } from '../../session/session.ts';
import { currentLanguage, serverTexts } from '../../texts/server-texts.ts';
import { PUBLICATION_DOOR } from './order.ts';
import styles from './publication.module.css';

type Holding = Pick<BalPublicationPageQuery['me']['bals'][number], 'role' | 'listeRouge'>;

interface Props {
  readonly structureId: string;
  readonly bal: { readonly id: string; readonly address: string; readonly kind: BalKind };
  readonly causes: readonly ListeRougeCause[];
  /** What the person who looks has in this BAL; null for nothing. */
  readonly holding: Holding | null;
}

/** Why a BAL is on the liste rouge, each cause by itself; and the choice, for the holders of the BAL alone, whom the provider of a structure does not prove. */
// EX_PBA_5040: free, and nobody’s but theirs.
export async function ListeRouge({ structureId, bal, causes, holding }: Props) {
  const t = await serverTexts();
  const { byStructure } = await requireGrant();
  const mayChoose = !byStructure && (holding?.role === 'RESPONSIBLE' || holding?.role === 'COHOLDER');
  return (
    <div className={styles.block}>
      {causes.length === 0 ? (
        <p>{t('balPublication.noCause')}</p>
      ) : (
        <ul>
          {causes.map((cause) => (
            <li key={cause}>{t(`balPublication.cause.${cause}`)}</li>
          ))}
        </ul>
      )}
      {bal.kind === 'APPLICATIVE' ? (
        <p className={styles.said}>{t('balPublication.structureChooses')}</p>
      ) : (
        <>
          <p className={styles.said}>{t('balPublication.holdersChoose')}</p>
          {mayChoose ? <Choice structureId={structureId} bal={bal} isWanted={holding.listeRouge} /> : null}
        </>
      )}
    </div>
  );
}

interface ChoiceProps extends Pick<Props, 'structureId' | 'bal'> {
  readonly isWanted: boolean;
}

async function Choice({ structureId, bal: { id, address }, isWanted }: ChoiceProps) {
  const t = await serverTexts();
  const act = isWanted ? 'show' : 'hide';
  return (
    <AskedTwice
      path={PUBLICATION_DOOR}
      order={{ act: 'listeRouge', structureId, balId: id, wanted: !isWanted }}
      language={await currentLanguage()}
      words={{
        ask: t(`balPublication.${act}`),
        askOf: t(`balPublication.${act}`),
        warning: t(`balPublication.${act}Warning`, { address }),
        yes: t(`balPublication.${act}Yes`),
        no: t('publication.back'),
        done: t(`balPublication.${act}Done`),
        failed: t('publication.notDone'),
      }}
    />
  );
}
