/** Messages composed by the mail edge, as the use cases take messages. */
export { composedMessage, headerOf, messageAround } from '@cachet/mailstore';
