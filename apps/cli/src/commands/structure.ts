import { type Command, table } from '../command.js';
import { printable, spoken } from '../spoken.js';

export const me: Command = {
  name: 'me',
  usage: 'cachet me',
  summary: spoken('Qui est la clé, et de quelles structures', 'Who the key is, and of which structures'),
  scope: null,
  async run({ client }) {
    const { me: found } = await client.ask(
      '{ me { name structures { structure { id name kind finess } } } }',
    );
    const structures = found.structures.map(({ structure }: { structure: Structure }) => structure);
    return {
      json: { name: found.name, structures },
      lines: [
        printable(found.name),
        ...table(
          ['ID', 'STRUCTURE', 'FINESS'],
          structures.map(({ id, name, finess }: Structure) => [id, name, finess ?? '—']),
        ),
      ],
    };
  },
};

interface Structure {
  readonly id: string;
  readonly name: string;
  readonly finess: string | null;
}

export const structure: Command = {
  name: 'structure',
  usage: 'cachet structure',
  summary: spoken(
    'Ses domaines, ses BAL, ses remises des dernières 24 h',
    'Its domains, BAL, and deliveries of the last 24 h',
  ),
  scope: 'delivery:read',
  async run(work) {
    const { structure: found } = await work.client.ask(
      `query ($id: ID!) { structure(id: $id) { __typename ... on Refus { code message messageEn }
         ... on Structure { id name kind finess domains counts {
           activeBals suspendedBals pendingDeliveries deliveredLastDay failedLastDay } } } }`,
      { id: await work.structure() },
    );
    const { counts } = found;
    const row = (fr: string, en: string, value: unknown) => [work.language === 'fr' ? fr : en, value];
    return {
      json: found,
      lines: table(
        [printable(found.name), ''],
        [
          row('Identifiant', 'Identifier', found.id),
          row('FINESS', 'FINESS', found.finess ?? '—'),
          row('Domaines', 'Domains', found.domains.join(', ')),
          row('BAL actives', 'Active BAL', counts.activeBals),
          row('BAL suspendues', 'Suspended BAL', counts.suspendedBals),
          row('Remises en attente', 'Deliveries waiting', counts.pendingDeliveries),
          row('Remises (24 h)', 'Delivered (24 h)', counts.deliveredLastDay),
          row('Échecs (24 h)', 'Failed (24 h)', counts.failedLastDay),
        ],
      ),
    };
  },
};
