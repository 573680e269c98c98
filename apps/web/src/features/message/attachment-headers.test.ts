import { describe, expect, it } from 'vitest';
import { attachmentHeaders } from './attachment-headers.ts';

describe('an attachment on its way to the browser', () => {
  it('keeps its name and length, and loses the type its sender claimed', () => {
    const headers = attachmentHeaders(
      new Headers({
        'content-type': 'text/html',
        'content-disposition': 'attachment; filename="cr.pdf"; filename*=UTF-8\'\'compte-rendu.pdf',
        'content-length': '48211',
      }),
    );
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toContain("filename*=UTF-8''compte-rendu.pdf");
    expect(headers.get('content-length')).toBe('48211');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is never shown inside the page, even if something upstream asks for it', () => {
    const headers = attachmentHeaders(new Headers({ 'content-disposition': 'inline; filename="page.html"' }));
    expect(headers.get('content-disposition')).toBe('attachment');
  });
});
