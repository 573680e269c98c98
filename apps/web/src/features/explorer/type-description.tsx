import type { IntrospectionInputValue, IntrospectionTypeRef } from 'graphql';
import Link from 'next/link';
import { serverTexts } from '../../texts/server-texts.ts';
import type { Language } from '../../texts/texts.ts';
import styles from './explorer.module.css';
import { type DescribedType, inLanguage, namedIn, partsOf, written } from './schema-description.ts';

interface Props {
  readonly type: DescribedType;
  readonly language: Language;
}

/** One type of the schema: what it is, its fields and their arguments, and where each leads. */
export async function TypeDescription({ type, language }: Props) {
  const t = await serverTexts();
  const { fields, enumValues, possibleTypes } = partsOf(type);
  return (
    <>
      <p>{inLanguage(type.description, language)}</p>
      {fields.length > 0 ? <h3>{t('explorer.fields')}</h3> : null}
      <dl className={styles.fields}>
        {fields.map((field) => (
          <div key={field.name}>
            <dt>
              <code>{field.name}</code> <TypeLink type={field.type} />
            </dt>
            <dd>
              {inLanguage(field.description, language)}
              {'args' in field ? <Arguments args={field.args} language={language} /> : null}
              {field.deprecationReason ? (
                <p className={styles.deprecated}>{field.deprecationReason}</p>
              ) : null}
            </dd>
          </div>
        ))}
        {enumValues.map(({ name, description }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{inLanguage(description, language)}</dd>
          </div>
        ))}
      </dl>
      {possibleTypes.length > 0 ? <TypeList types={possibleTypes.map(({ name }) => name)} /> : null}
    </>
  );
}

function Arguments({
  args,
  language,
}: {
  readonly args: readonly IntrospectionInputValue[];
  readonly language: Language;
}) {
  if (args.length === 0) return null;
  return (
    <ul className={styles.arguments}>
      {args.map(({ name, type, description }) => (
        <li key={name}>
          <code>{name}</code> <TypeLink type={type} /> {inLanguage(description, language)}
        </li>
      ))}
    </ul>
  );
}

/** Names of types, each leading to its description. */
export function TypeList({ types }: { readonly types: readonly string[] }) {
  return (
    <ul className={styles.types}>
      {types.map((name) => (
        <li key={name}>
          <Link href={pathOf(name)} prefetch={false} scroll={false}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function TypeLink({ type }: { readonly type: IntrospectionTypeRef }) {
  return (
    <Link href={pathOf(namedIn(type))} prefetch={false} scroll={false} className={styles.type}>
      {written(type)}
    </Link>
  );
}

function pathOf(name: string): string {
  return `/explorateur/types/${encodeURIComponent(name)}`;
}
