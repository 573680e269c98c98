import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { LocalPeople } from '../../../../../features/managers/local-people.tsx';
import part from '../../../../../features/managers/managers.module.css';
import { ProviderForm } from '../../../../../features/managers/provider-form.tsx';
import styles from '../../../../../features/structure/dashboard.module.css';
import { longDate } from '../../../../../format/dates.ts';
import {
  StructureProviderDocument,
  type StructureProviderQuery,
  StructureSignInDocument,
} from '../../../../../gql/documents.ts';
import { askForPerson } from '../../../../../session/session.ts';
import { settings } from '../../../../../settings/settings.ts';
import { ClientTexts } from '../../../../../texts/client-texts.tsx';
import { currentLanguage, serverTexts, textsIn } from '../../../../../texts/server-texts.ts';
import { Failure } from '../../../../../ui/failure.tsx';
import { Main } from '../../../../../ui/main.tsx';

interface Props {
  readonly params: Promise<{ structure: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await serverTexts();
  return { title: t('title.page', { page: t('managers.heading') }) };
}

/** How the managers of a structure come in without a card: its own accounts, and who of them may. */
export default async function StructureSignInPage({ params }: Props) {
  const t = await serverTexts();
  const { structure: structureId } = await params;
  const answer = await askForPerson(StructureSignInDocument, { structureId });
  if (!answer.ok)
    return (
      <Main>
        <h1>{t('managers.heading')}</h1>
        <Failure reference={answer.reference} />
      </Main>
    );
  const { structure } = answer.data;
  if (structure.__typename === 'Refus') notFound();
  return (
    <Main>
      <h1>{t('managers.heading')}</h1>
      <p>
        <Link href={`/g/${structure.id}`} prefetch={false}>
          {structure.name}
        </Link>
      </p>
      <p className={styles.privacy}>{t('managers.purpose')}</p>
      {structure.mayManageIdentityProvider ? (
        <Settings structureId={structure.id} />
      ) : (
        <p className={styles.privacy}>{t('managers.notYours')}</p>
      )}
    </Main>
  );
}

async function Settings({ structureId }: { readonly structureId: string }) {
  const t = await serverTexts();
  const language = await currentLanguage();
  const answer = await askForPerson(StructureProviderDocument, { structureId });
  if (!answer.ok) return <Failure reference={answer.reference} />;
  const { structure } = answer.data;
  if (structure.__typename === 'Refus') notFound();
  const { managers } = textsIn(language);
  const portal = settings().CACHET_WEB_URL;
  const people = structure.localIdentities.map(({ boundAt, ...person }) => ({
    ...person,
    since: boundAt ? t('managers.bound', { date: longDate(boundAt, language) }) : t('managers.notBound'),
  }));
  return (
    <ClientTexts language={language} texts={{ managers }}>
      <section className={styles.card} aria-labelledby="fournisseur">
        <h2 id="fournisseur">{t('managers.provider')}</h2>
        <div className={part.part}>
          <p>{t('managers.declare')}</p>
          <ul>
            <li>
              {t('managers.returnAddress')}{' '}
              <code className={part.address}>{new URL('/connexion/structure/retour', portal).href}</code>
            </li>
            <li>
              {t('managers.signedOutAddress')}{' '}
              <code className={part.address}>{new URL('/connexion', portal).href}</code>
            </li>
            <li>
              {t('managers.logoutAddress')}{' '}
              <code className={part.address}>{`/structures/${structureId}/logout`}</code>
            </li>
          </ul>
          <ProviderForm structureId={structureId} current={structure.identityProvider ?? null} />
        </div>
      </section>
      {structure.identityProvider ? (
        <section className={styles.card} aria-labelledby="personnes">
          <h2 id="personnes">{t('managers.people')}</h2>
          <div className={part.part}>
            <p>{t('managers.rule')}</p>
            <p>
              {t('managers.link')}{' '}
              <code className={part.address}>
                {new URL(`/connexion?structure=${structureId}`, portal).href}
              </code>
            </p>
          </div>
          <LocalPeople structureId={structureId} people={people} candidates={candidatesOf(structure)} />
        </section>
      ) : null}
    </ClientTexts>
  );
}

type Structure = Extract<StructureProviderQuery['structure'], { __typename: 'Structure' }>;

/** Managers and auditors, each once. */
function candidatesOf({ managers, auditors }: Structure) {
  const nodes = [...managers.edges, ...auditors.edges].map(({ node }) => node);
  const names = new Map(nodes.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`]));
  return [...names].map(([id, name]) => ({ id, name }));
}
