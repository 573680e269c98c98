import { type Command, enumOption, pages, REFUS, table } from '../command.js';
import { spoken } from '../spoken.js';

export const deliveryList: Command = {
  name: 'delivery list',
  usage: 'cachet delivery list [--state <état>] [--direction <inbound|outbound>] [--first <n> | --all]',
  summary: spoken('Les remises, de la plus récente à la plus ancienne', 'Deliveries, newest first'),
  scope: 'delivery:read',
  options: ['state', 'direction', 'first'],
  flags: ['all'],
  async run(work) {
    const id = await work.structure();
    const asked = { state: enumOption(work, 'state'), direction: enumOption(work, 'direction') };
    const found = await pages(work, async (first, after) => {
      const { structure } = await work.client.ask(
        `query ($id: ID!, $first: Int!, $after: String, $state: DeliveryState, $direction: DeliveryDirection) {
           structure(id: $id) { ${REFUS} ... on Structure {
             deliveries(first: $first, after: $after, state: $state, direction: $direction) {
               edges { node { id createdAt direction state sender recipient size attempts lastCode lastText nextAttemptAt } }
               pageInfo { hasNextPage endCursor } } } } }`,
        { id, first, after, ...asked },
      );
      return structure.deliveries;
    });
    return {
      json: found,
      lines: table(
        ['DATE', 'SENS', 'ÉTAT', 'EXPÉDITEUR', 'DESTINATAIRE', 'RÉPONSE'],
        found.map((delivery) => [
          ...[
            delivery.createdAt,
            delivery.direction,
            delivery.state,
            delivery.sender ?? '<>',
            delivery.recipient,
          ],
          [delivery.lastCode, delivery.lastText].filter((part) => part !== null).join(' '),
        ]),
      ),
    };
  },
};
