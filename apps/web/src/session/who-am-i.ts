import { cache } from 'react';
import { WhoAmIDocument } from '../gql/documents.ts';
import { askForPerson } from './session.ts';

/** Who is signed in and what is theirs; asked once for one page. */
export const whoAmI = cache(() => askForPerson(WhoAmIDocument, {}));
