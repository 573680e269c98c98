import { type Attachment, attachmentsOf, bodiesOf } from '@cachet/mailstore';
import type { MessageStructure } from '@cachet/mss-core';
import type { AttachmentType } from '../types/message.js';

/** What a reader may download of a message: all its parts but the letter itself and the images shown within it. */
export function showAttachments(structure: MessageStructure): AttachmentType[] {
  const { text, html } = bodiesOf(structure.root);
  return attachmentsOf(structure, [text, html])
    .filter(({ inline, mediaType }) => !(inline && mediaType.startsWith('image/')))
    .map((attachment) => ({
      partId: attachment.partId,
      name: attachmentName(attachment),
      mediaType: attachment.mediaType,
      size: attachment.size,
    }));
}

/** The name to save it under: the sender's, else one that says what it is. */
export function attachmentName({ name, mediaType, partId }: Attachment): string {
  if (name !== null) return name;
  return mediaType === 'message/rfc822' ? `message-${partId}.eml` : `piece-jointe-${partId}`;
}
