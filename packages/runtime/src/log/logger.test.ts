import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('test', 'info', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

describe('the technical log', () => {
  it('never holds a subject, a body or a token, at the first depths of what is logged', () => {
    const text = logged((logger) =>
      logger.info({ subject: 'CANARI', letter: { body: 'CANARI', client: { token: 'CANARI' } } }, 'said'),
    );
    expect(text).toContain('said');
    expect(text).not.toContain('CANARI');
  });

  it('tells where a database fault happened, not the values it quotes', () => {
    const error = Object.assign(new Error('invalid input syntax: "CANARI"'), {
      code: '22P02',
      detail: 'Key (ins)=(CANARI)',
    });
    const text = logged((logger) => logger.error({ err: error }, 'fault'));
    expect(text).toContain('22P02');
    expect(text).toMatch(/\bat .*logger\.test\.ts/);
    expect(text).not.toContain('CANARI');
  });

  it('tells a fault of ours whole', () => {
    expect(logged((logger) => logger.error({ err: new Error('queue is gone') }, 'fault'))).toContain(
      'queue is gone',
    );
  });
});
