import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, hearEvents } from './event-kinds.js';

const partner = (...scopes: string[]) => ({ kind: 'partner', scopes: new Set(scopes) }) as const;

describe('who hears of what happens in a structure', () => {
  it('is whoever has a role there, of all kinds or those asked', () => {
    const auditor = { kind: 'person', roles: ['auditor'] } as const;
    expect(hearEvents(auditor, null)).toEqual({ ok: true, value: EVENT_KINDS });
    expect(hearEvents(auditor, ['bal'])).toEqual({ ok: true, value: ['bal'] });
    expect(hearEvents({ kind: 'person', roles: [] }, null)).toMatchObject({ refusal: { code: 'notFound' } });
  });

  it('is a key, of the kinds its scopes show', () => {
    expect(hearEvents(partner('delivery:read'), null)).toEqual({ ok: true, value: ['delivery'] });
    expect(hearEvents(partner('delivery:read'), ['delivery', 'bal'])).toMatchObject({
      refusal: { code: 'scopeMissing', detail: { scope: 'bal:read' } },
    });
    expect(hearEvents(partner('quarantine:read'), null)).toMatchObject({
      refusal: { code: 'scopeMissing', detail: { scope: 'delivery:read' } },
    });
  });
});
