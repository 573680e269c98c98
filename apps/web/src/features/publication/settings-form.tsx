'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import type { BalKind, DirectorySettingsFragment, PublicationExclusionReason } from '../../gql/documents.ts';
import { useTold } from '../../orders/told-here.tsx';
import { parseLanguage } from '../../texts/texts.ts';
import buttons from '../../ui/button.module.css';
import { ApprovalFields } from './approval-fields.tsx';
import { orderPublication } from './order.ts';
import styles from './publication.module.css';
import { SettingField } from './setting-field.tsx';
import { readChange, type SettingName, type TypedSettings, typedOf } from './settings-change.ts';

interface Props {
  readonly structureId: string;
  readonly bal: { readonly id: string; readonly kind: BalKind };
  readonly settings: DirectorySettingsFragment;
  readonly exclusion: PublicationExclusionReason | null;
}

type Wrong = { readonly field: SettingName; readonly why: string } | null;

/** What only the Annuaire needs to know of a BAL. What others changed meanwhile is never written over. */
export function SettingsForm({ structureId, bal, settings, exclusion }: Props) {
  const t = useTranslations('balPublication');
  const language = parseLanguage(useLocale());
  const router = useRouter();
  const tell = useTold();
  const form = useRef<HTMLFormElement>(null);
  const [isWorking, setWorking] = useState(false);
  const [wrong, setWrong] = useState<Wrong>(null);
  const [said, setSaid] = useState('');
  const before = typedOf(settings);
  const needsApproval = bal.kind === 'PERSONAL' && (exclusion === 'HOLDER_NOT_NATIONAL' || isAsked(before));
  const problemOf = (name: SettingName) => (wrong?.field === name ? wrong.why : null);

  function pointAt(field: SettingName): void {
    setSaid('');
    setWrong({ field, why: t(`wrong.${field}`) });
    form.current?.querySelector<HTMLElement>(`[name=${field}]`)?.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isWorking) return;
    const read = readChange(before, typedIn(event.currentTarget, bal.kind));
    if ('wrong' in read) return pointAt(read.wrong);
    setWrong(null);
    if (Object.keys(read.change).length === 0) return setSaid(t('nothingChanged'));
    setWorking(true);
    setSaid('');
    tell('');
    const order = { structureId, balId: bal.id, version: settings.version, change: read.change };
    const answer = await orderPublication({ act: 'settings', ...order });
    setWorking(false);
    if (answer.done) {
      tell(t('kept'));
      return router.refresh();
    }
    const field = answer.why?.field;
    if (isSetting(field)) return pointAt(field);
    setSaid(answer.why?.[language] ?? t('notKept'));
  }

  return (
    <form ref={form} className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <SettingField label={t('service')} hint={t('serviceHint')} problem={problemOf('service')}>
        {(described) => <input name="service" defaultValue={before.service} maxLength={400} {...described} />}
      </SettingField>
      <SettingField label={t('rank')} hint={t('rankHint')} problem={problemOf('rank')}>
        {(described) => (
          <input
            name="rank"
            inputMode="numeric"
            defaultValue={before.rank}
            autoComplete="off"
            {...described}
          />
        )}
      </SettingField>
      {bal.kind === 'APPLICATIVE' ? (
        <label className={styles.tick}>
          <input type="checkbox" name="isHidden" value="true" defaultChecked={settings.isHidden} />
          {t('isHidden')}
        </label>
      ) : null}
      {needsApproval ? <ApprovalFields before={before} problemOf={problemOf} /> : null}
      <div className={styles.choices}>
        <button type="submit" className={buttons.primary} aria-disabled={isWorking}>
          {t('keep')}
        </button>
        <button type="button" className={buttons.quiet} onClick={() => window.location.reload()}>
          {t('reload')}
        </button>
      </div>
      <p role="status" className={styles.problem}>
        {said}
      </p>
    </form>
  );
}

function isAsked({ approvalAskedAt, approvedAt, approvalReference, profession }: TypedSettings): boolean {
  return [approvalAskedAt, approvedAt, approvalReference, profession].some((value) => value !== '');
}

/** What the form shows; a tick that is not there is told as such, other fields that are not shown stay. */
function typedIn(form: HTMLFormElement, kind: BalKind): Partial<TypedSettings> {
  const typed = Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, String(value)]),
  ) as Partial<TypedSettings>;
  return kind === 'APPLICATIVE' ? { isHidden: '', ...typed } : typed;
}

const NAMES: readonly SettingName[] = [
  ...(['service', 'rank', 'isHidden', 'civility', 'profession', 'speciality'] as const),
  ...(['approvalAskedAt', 'approvedAt', 'approvalReference'] as const),
];

function isSetting(field: string | undefined): field is SettingName {
  return NAMES.some((name) => name === field);
}
