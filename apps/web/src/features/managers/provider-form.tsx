'use client';

import type { FormEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import field from '../../ui/field.module.css';
import styles from './managers.module.css';
import type { Provider } from './order.ts';
import { RemoveButton } from './remove-button.tsx';
import { useProvider } from './use-provider.ts';

interface Props {
  readonly structureId: string;
  /** The provider in force, whose secret nobody is shown. */
  readonly current: (Omit<Provider, 'clientSecret'> & { readonly version: number }) | null;
}

/** The provider of the structure: typed, tried, kept or taken away. */
export function ProviderForm({ structureId, current }: Props) {
  const t = useTranslations('managers');
  const { isWorking, said, say, give, attempt } = useProvider();

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const isTry = (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value') === 'try';
    const provider = typed(new FormData(form));
    const isInForce = provider.issuer === current?.issuer && provider.clientId === current.clientId;
    const secret = form.querySelector<HTMLInputElement>('[name=clientSecret]');
    if (provider.clientSecret === '' && !(isTry && isInForce)) {
      say(t('secretNeeded'));
      return secret?.focus();
    }
    if (isTry) return attempt({ structureId, provider: provider.clientSecret === '' ? null : provider });
    const version = current?.version ?? null;
    if ((await give({ act: 'set', structureId, provider, version }, t('kept'))) && secret) secret.value = '';
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <label className={field.field}>
        {t('issuer')}
        <input
          type="url"
          name="issuer"
          required
          maxLength={255}
          defaultValue={current?.issuer}
          spellCheck={false}
        />
      </label>
      <label className={field.field}>
        {t('clientId')}
        <input name="clientId" required maxLength={255} defaultValue={current?.clientId} autoComplete="off" />
      </label>
      <label className={field.field}>
        {t('clientSecret')}
        <input
          type="password"
          name="clientSecret"
          required={!current}
          maxLength={255}
          autoComplete="new-password"
          aria-describedby="secret-regle"
        />
      </label>
      <p id="secret-regle" className={styles.said}>
        {current ? t('secretKept') : t('secretRule')}
      </p>
      <label className={field.field}>
        {t('domains')}
        <input
          name="domains"
          required
          defaultValue={current?.domains.join(' ')}
          placeholder="ch-exemple.fr"
          spellCheck={false}
        />
      </label>
      <div className={styles.choices}>
        <button type="submit" name="order" value="keep" className={buttons.primary} aria-disabled={isWorking}>
          {t('keep')}
        </button>
        <button type="submit" name="order" value="try" className={buttons.quiet} aria-disabled={isWorking}>
          {t('try')}
        </button>
        {current ? (
          <RemoveButton
            isWorking={isWorking}
            remove={() => void give({ act: 'remove', structureId, version: current.version }, t('removed'))}
          />
        ) : null}
      </div>
      <p role="status" className={styles.said}>
        {said}
      </p>
    </form>
  );
}

function typed(form: FormData): Provider {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    issuer: text('issuer'),
    clientId: text('clientId'),
    clientSecret: text('clientSecret'),
    domains: text('domains')
      .split(/[\s,;]+/)
      .filter(Boolean),
  };
}
