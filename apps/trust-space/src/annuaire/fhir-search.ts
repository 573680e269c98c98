import type { DeclaredBal } from './feed-envelope.js';

type Resource = 'Practitioner' | 'Organization';

const BASE = 'https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition';
const PERSONAL = ['PER', 'CAB'];

/** A searchset of what is published under a `mailbox-mss` criterion; without one, everything of the resource. */
export function searchBundle(
  resource: Resource,
  published: readonly DeclaredBal[],
  query: URLSearchParams,
): object {
  const exact = query.get('mailbox-mss:exact')?.toLowerCase();
  const start = query.get('mailbox-mss')?.toLowerCase();
  const found = published
    .filter(({ type }) => (resource === 'Practitioner') === PERSONAL.includes(type))
    .filter(({ address }) => (exact === undefined || address === exact) && address.startsWith(start ?? ''));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    entry: found.map((bal) => ({ resource: entry(resource, bal), search: { mode: 'match' } })),
  };
}

function entry(resource: Resource, { address, type, attributes }: DeclaredBal): object {
  const person = { family: attributes.NomExercice, given: [attributes.PrenomExercice] };
  return {
    resourceType: resource,
    identifier: [identifier(resource, attributes)],
    ...(resource === 'Practitioner' ? { name: [person] } : {}),
    telecom: [
      {
        system: 'email',
        value: address,
        extension: [
          {
            url: `${BASE}/as-ext-mailbox-mss-metadata`,
            extension: [
              { url: 'type', valueCode: type },
              { url: 'description', valueString: attributes.Description ?? '' },
              { url: 'listeRouge', valueBoolean: false },
            ],
          },
        ],
      },
    ],
  };
}

function identifier(resource: Resource, attributes: DeclaredBal['attributes']): object {
  return resource === 'Practitioner'
    ? { system: 'https://rpps.esante.gouv.fr', value: attributes.IdentifiantPP }
    : { system: 'https://finess.esante.gouv.fr', value: attributes.IdentifiantPM };
}
