'use client';

import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import buttons from '../../ui/button.module.css';
import fields from '../../ui/field.module.css';
import { askApi } from './ask-api.ts';
import styles from './explorer.module.css';
import { followApi } from './follow-api.ts';
import { readQuestion } from './read-question.ts';

interface Props {
  /** WebSocket address of the API, as the browser sees it. */
  readonly url: string;
  readonly isSignedIn: boolean;
}

const FIRST_QUESTION = '{\n  me {\n    name\n    structures { structure { id name } }\n  }\n}\n';
const MOST_EVENTS = 50;

/** Writes one operation, sends it with a key or as the signed-in person, and shows what comes. The key is kept nowhere. */
export function Explorer({ url, isSignedIn }: Props) {
  const t = useTranslations('explorer');
  const [key, setKey] = useState('');
  const [query, setQuery] = useState(FIRST_QUESTION);
  const [variables, setVariables] = useState('');
  const [said, setSaid] = useState('');
  const [shown, setShown] = useState('');
  const [isFollowing, setFollowing] = useState(false);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  async function run(event?: FormEvent) {
    event?.preventDefault();
    end();
    const question = readQuestion(query, variables);
    if (!question.ok) return setSaid(t(`unreadable.${question.at}`, { place: question.detail }));
    const by = key.trim() === '' ? null : key.trim();
    if (question.isFollowed) return follow(question.query, question.variables, by);
    setSaid(t('asking'));
    const told = await askApi(question.query, question.variables, by);
    setShown(told.text);
    setSaid(told.status === 0 ? t('unreachable') : t('answered', { status: told.status }));
  }

  function follow(text: string, values: Record<string, unknown>, by: string | null) {
    const events: unknown[] = [];
    setShown('');
    setSaid(t('following'));
    setFollowing(true);
    stop.current = followApi(
      { url, query: text, variables: values, key: by },
      (value) => {
        events.unshift(value);
        setShown(JSON.stringify(events.slice(0, MOST_EVENTS), null, 2));
        setSaid(t('heard', { count: events.length }));
      },
      (reason) => {
        setFollowing(false);
        setSaid(t('over'));
        if (Array.isArray(reason)) setShown(JSON.stringify(reason, null, 2));
      },
    );
  }

  function end() {
    stop.current();
    stop.current = () => undefined;
    setFollowing(false);
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
  }

  return (
    <form className={styles.form} onSubmit={run} onKeyDown={onKey}>
      <label className={fields.field}>
        {t('key')}
        <input
          type="password"
          autoComplete="off"
          value={key}
          onChange={(event) => setKey(event.target.value)}
          aria-describedby="explorateur-cle"
        />
      </label>
      <p id="explorateur-cle">{isSignedIn ? t('keyOrSession') : t('keyNeeded')}</p>
      <label className={styles.editor}>
        {t('operation')}
        <textarea
          rows={14}
          spellCheck={false}
          autoCapitalize="off"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <label className={styles.editor}>
        {t('variables')}
        <textarea
          rows={4}
          spellCheck={false}
          value={variables}
          onChange={(event) => setVariables(event.target.value)}
        />
      </label>
      <p className={styles.acts}>
        <button type="submit" className={buttons.primary}>
          {t('run')}
        </button>
        <button type="button" className={buttons.quiet} onClick={end} disabled={!isFollowing}>
          {t('stop')}
        </button>
        <span>{t('shortcut')}</span>
      </p>
      <p role="status">{said}</p>
      <div className={styles.editor}>
        <label htmlFor="explorateur-reponse">{t('answer')}</label>
        <textarea id="explorateur-reponse" readOnly rows={16} spellCheck={false} value={shown} />
      </div>
    </form>
  );
}
