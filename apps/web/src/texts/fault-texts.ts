/** The words of a failure, apart from the catalogue: the browser must have them when the server can no longer give them. */
export const FAULT_TEXTS = {
  fr: {
    title: 'Ces informations n’ont pas pu être chargées',
    text: 'Vos messages sont en sécurité. Réessayez dans un instant.',
    retry: 'Réessayer',
    page: 'Cette page n’a pas pu être affichée',
    reference: 'Référence à donner au support : {reference}',
  },
  en: {
    title: 'This information could not be loaded',
    text: 'Your messages are safe. Try again in a moment.',
    retry: 'Try again',
    page: 'This page could not be shown',
    reference: 'Reference to give to support: {reference}',
  },
} as const;
