'use client';

import { useEffect, useEffectEvent } from 'react';
import { documentIdOf, isUnknownToApi } from '../api-client/trusted-document.ts';
import type { TypedDocumentString } from '../gql/documents.ts';
import { useLive } from './live-connection.tsx';

const AGAIN_MS = 5000;

/** Follows a subscription while the component is shown. The feed survives cuts; a refusal of the API is tried again later. */
export function useEvents<T, V extends Record<string, unknown>>(
  document: TypedDocumentString<T, V>,
  variables: V,
  onEvent: (event: T) => void,
): void {
  const { client } = useLive();
  const receive = useEffectEvent(onEvent);
  const asked = JSON.stringify(variables);

  useEffect(() => {
    if (!client) return;
    let stop: () => void = () => undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      const documentId = documentIdOf(document);
      const question = documentId
        ? { query: '', extensions: { documentId } }
        : { query: document.toString() };
      stop = client.subscribe<T>(
        { ...question, variables: JSON.parse(asked) },
        {
          next: ({ data }) => (data ? receive(data) : undefined),
          error: (errors) => {
            again = setTimeout(follow, isUnknownToApi(document, errors) ? 0 : AGAIN_MS);
          },
          complete: () => undefined,
        },
      );
    };
    follow();
    return () => {
      clearTimeout(again);
      stop();
    };
  }, [client, document, asked]);
}
