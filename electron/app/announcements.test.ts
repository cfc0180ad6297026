import { describe, expect, test } from 'vitest';
import { anExchange } from '../../shared/filter/test-exchange.ts';
import { quietDesktop } from '../../shared/model/desktop.ts';
import type { StartedProgram } from '../../shared/model/program.ts';
import { createAnnouncer, joinErrors } from './announcements.ts';

const settings = { ...quietDesktop.notifications, isEnabled: true, finishedAfterSeconds: 30 };
const refused = {
  end: 'failed',
  status: null,
  failure: { kind: 'connection-refused', message: 'Nothing listens.' },
} as const;

describe('an exchange that has ended', () => {
  test('is announced only where that was asked for', () => {
    const failed = anExchange({ status: 500 });
    expect(createAnnouncer().ended(failed, quietDesktop.notifications)).toBeNull();
    expect(createAnnouncer().ended(failed, { ...settings, errors: false })).toBeNull();
    expect(createAnnouncer().ended(failed, settings)).toMatchObject({ kind: 'error', id: failed.id });
  });

  test('well and soon is no news; well after a long time is', () => {
    const announcer = createAnnouncer();
    expect(announcer.ended(anExchange({ startedAt: 0, endedAt: 29_999 }), settings)).toBeNull();
    const long = announcer.ended(anExchange({ startedAt: 0, endedAt: 45_000 }), settings);
    expect(long).toMatchObject({ kind: 'finished', title: expect.stringContaining('after 45 s') });
    const never = { ...settings, finishedAfterSeconds: null };
    expect(announcer.ended(anExchange({ startedAt: 0, endedAt: 45_000 }), never)).toBeNull();
  });

  test('because its client left, or since we ended, is no error of anyone', () => {
    expect(createAnnouncer().ended(anExchange({ end: 'client-aborted' }), settings)).toBeNull();
    expect(createAnnouncer().ended(anExchange({ end: 'interrupted' }), settings)).toBeNull();
  });

  test('at an endpoint that is down is told once, until it answered again', () => {
    const announcer = createAnnouncer();
    const told = () => announcer.ended(anExchange(refused), settings)?.kind ?? null;
    expect([told(), told()]).toEqual(['down', null]);
    announcer.ended(anExchange({}), settings);
    expect(told()).toBe('down');
  });

  test('brings no markup of its own into the announcement', () => {
    const message = `<b>bold</b> & <a href="x">link</a>\n\u0007${'x'.repeat(1000)}`;
    const error = anExchange({
      status: 400,
      providerError: { type: 'x', code: null, message, requestId: null, retryAfterMs: null } as never,
    });
    const body = createAnnouncer().ended(error, settings)?.body ?? '';
    expect(body).not.toMatch(/[<>&\p{C}]/u);
    expect(body.length).toBeLessThan(220);
  });
});

test('errors that came together are one announcement, which opens the last', () => {
  const announcer = createAnnouncer();
  const errors = ['a', 'b', 'c'].map((id) => announcer.ended(anExchange({ id, status: 429 }), settings));
  expect(joinErrors(errors.flatMap((error) => error ?? []))).toMatchObject({ title: '3 exchanges failed', id: 'c' });
  expect(joinErrors([])).toBeNull();
});

test('a program that took long is announced when it ends', () => {
  const program = { name: 'claude', state: 'ended', startedAt: 0, endedAt: 240_000, exitStatus: 1 } as StartedProgram;
  const announcer = createAnnouncer();
  expect(announcer.programChanged(program, settings)).toMatchObject({
    title: 'claude is done',
    body: 'After 4 min, status 1.',
  });
  expect(announcer.programChanged({ ...program, endedAt: 5000 }, settings)).toBeNull();
  expect(announcer.programChanged({ ...program, state: 'running', endedAt: null }, settings)).toBeNull();
});
