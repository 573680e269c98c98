import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { watchMail } from '../../messages/watch-mail.js';
import { described } from '../../types/described.js';
import { MailChangeType } from '../../types/mail-change.js';

@Resolver()
export class MailEvents {
  @Subscription(() => MailChangeType, {
    subscribe: watchMail,
    ...described(
      'Ce qui change dans une BAL que l’appelant lit, à mesure : messages arrivés, marqués, partis.',
      'What changes in a BAL that the caller reads, as it does: messages that came, were marked, left.',
    ),
  })
  mailChanged(
    @Root() change: MailChangeType,
    @Arg('balId', () => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.')) _balId: string,
    @Arg('folderId', () => ID, {
      nullable: true,
      ...described('Seulement ce dossier.', 'Only that folder.'),
    })
    _folderId: string | null,
    @Arg('after', () => String, {
      nullable: true,
      ...described(
        'Curseur d’un changement déjà reçu : tout ce qui a suivi est dit ; sans lui, à partir de maintenant.',
        'Cursor of a change already received: all that followed is told; without it, from now on.',
      ),
    })
    _after: string | null,
  ): MailChangeType {
    return change;
  }
}
