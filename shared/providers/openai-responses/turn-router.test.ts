import { describe, expect, it } from 'vitest';
import { createTurnRouter, type TurnRouter } from './turn-router.ts';

const create = (more: object = {}) => ({ type: 'response.create', model: 'm', input: 'x', ...more });
const created = (id: string, more: object = {}) => ({ type: 'response.created', response: { id }, ...more });
const delta = (more: object = {}) => ({ type: 'response.output_text.delta', delta: 'x', ...more });
const completed = (id: string, more: object = {}) => ({ type: 'response.completed', response: { id }, ...more });

/** `start 1`, `answer 1`, `id 1 r1`, `end 1`: what a message did. */
function told(router: TurnRouter, from: 'client' | 'upstream', body: object): string[] {
  return router.see(from, body as Record<string, unknown>).map((step) => {
    const more = step.type === 'response-id' ? ` ${step.responseId}` : '';
    return `${step.type.split('-')[1] === 'id' ? 'id' : step.type.split('-')[1]} ${step.turn}${more}`;
  });
}

describe('turns of one connection', () => {
  it('are answered one after the other', () => {
    const router = createTurnRouter();
    expect(told(router, 'client', create())).toEqual(['start 1']);
    expect(told(router, 'client', create({ previous_response_id: 'r1' }))).toEqual(['start 2']);
    expect(told(router, 'upstream', created('r1'))).toEqual(['answer 1', 'id 1 r1']);
    expect(told(router, 'upstream', delta())).toEqual(['answer 1']);
    expect(told(router, 'upstream', completed('r1'))).toEqual(['answer 1', 'end 1']);
    expect(told(router, 'upstream', created('r2'))).toEqual(['answer 2', 'id 2 r2']);
    expect(router.open()).toEqual([2]);
  });

  it('on streams of their own run side by side', () => {
    const router = createTurnRouter();
    told(router, 'client', create({ stream_id: 'a' }));
    told(router, 'client', create({ stream_id: 'b' }));
    expect(told(router, 'upstream', created('rb', { stream_id: 'b' }))).toEqual(['answer 2', 'id 2 rb']);
    expect(told(router, 'upstream', created('ra', { stream_id: 'a' }))).toEqual(['answer 1', 'id 1 ra']);
    expect(told(router, 'upstream', delta({ stream_id: 'b' }))).toEqual(['answer 2']);
    expect(told(router, 'upstream', { type: 'error', stream_id: 'b', error: {} })).toEqual(['answer 2', 'end 2']);
    expect(router.open()).toEqual([1]);
  });

  it('say what they go on from, and on which stream', () => {
    const [start] = createTurnRouter().see('client', create({ previous_response_id: 'r0', stream_id: 's' }));
    expect(start).toEqual({ type: 'turn-start', turn: 1, streamId: 's', previousResponseId: 'r0', isAsked: true });
  });

  it('end by an error at once; a failure told after it does not go to the next', () => {
    const router = createTurnRouter();
    told(router, 'client', create());
    told(router, 'client', create());
    told(router, 'upstream', created('r1'));
    expect(told(router, 'upstream', { type: 'error', error: { code: 'server_error' } })).toEqual(['answer 1', 'end 1']);
    expect(told(router, 'upstream', { type: 'response.failed', response: { id: 'r1' } })).toEqual([]);
    expect(router.open()).toEqual([2]);
  });

  it('that never end are ended by the next answer', () => {
    const router = createTurnRouter();
    told(router, 'client', create());
    told(router, 'client', create());
    told(router, 'upstream', created('r1'));
    expect(told(router, 'upstream', created('r2'))).toEqual(['end 1', 'answer 2', 'id 2 r2']);
  });

  it('that the server begins by itself are turns too', () => {
    const router = createTurnRouter();
    const [start] = router.see('upstream', created('r9'));
    expect(start).toMatchObject({ type: 'turn-start', turn: 1, isAsked: false });
    expect(told(router, 'upstream', completed('r9'))).toEqual(['answer 1', 'end 1']);
  });
});

describe('messages of the connection alone', () => {
  it('go to no turn', () => {
    const router = createTurnRouter();
    told(router, 'client', create());
    expect(told(router, 'upstream', { type: 'codex.rate_limits' })).toEqual([]);
    expect(told(router, 'client', { type: 'response.cancel' })).toEqual([]);
    expect(told(router, 'upstream', completed('r1'))).toEqual(['answer 1', 'id 1 r1', 'end 1']);
    // After the end nobody is there to take it.
    expect(told(router, 'upstream', delta())).toEqual([]);
    expect(told(router, 'upstream', { type: 'error', error: { code: 'websocket_connection_limit_reached' } })).toEqual(
      [],
    );
  });

  it('an error without a stream is the only turn’s; with several it is nobody’s', () => {
    const router = createTurnRouter();
    told(router, 'client', create({ stream_id: 'a' }));
    told(router, 'client', create({ stream_id: 'b' }));
    const error = { type: 'error', error: { code: 'x' } };
    expect(told(router, 'upstream', error)).toEqual([]);
    told(router, 'upstream', { ...error, stream_id: 'b' });
    expect(told(router, 'upstream', error)).toEqual(['answer 1', 'end 1']);
  });
});
