import type { BalKind, BalPublicationShownFragment } from '../../gql/documents.ts';
import { serverTexts } from '../../texts/server-texts.ts';
import { isCivility, isProfession } from './nomenclature.ts';
import styles from './publication.module.css';

type Declaration = NonNullable<BalPublicationShownFragment['declaration']>;

interface Props {
  readonly address: string;
  readonly kind: BalKind;
  readonly declaration: Declaration;
}

/** What the next feed says of a BAL, value by value, in the words of people; what it does not say is left out. */
export async function DeclaredValues({ address, kind, declaration }: Props) {
  const t = await serverTexts();
  const { familyName, givenName, civility, profession, coholders } = declaration;
  const name = [givenName, familyName].filter(Boolean).join(' ');
  const said: readonly (readonly [label: string, value: string | null | undefined])[] = [
    [t('balPublication.value.address'), address],
    [t('balPublication.value.kind'), t(`balKind.${kind}`)],
    [t('balPublication.value.holder'), name],
    [t('balPublication.value.identifier'), declaration.identifier],
    [t('balPublication.civility'), isCivility(civility) ? t(`civilities.${civility}`) : civility],
    [t('balPublication.profession'), isProfession(profession) ? t(`professions.p${profession}`) : profession],
    [t('balPublication.speciality'), declaration.speciality],
    [t('balPublication.value.responsible'), declaration.responsible],
    [t('balPublication.value.place'), declaration.place],
    [t('balPublication.service'), declaration.service],
    [t('balPublication.value.description'), declaration.description],
  ];
  return (
    <dl className={styles.values}>
      {said
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {coholders.length > 0 ? (
        <div>
          <dt>{t('balPublication.value.coholders')}</dt>
          <dd>
            <ul>
              {coholders.map((each) => (
                <li key={each.identifier}>
                  {t(each.isResponsible ? 'balPublication.value.answers' : 'balPublication.value.shares', {
                    name: [each.givenName, each.familyName].filter(Boolean).join(' '),
                    number: each.identifier ?? '',
                  })}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ) : null}
    </dl>
  );
}
