import * as v from 'valibot';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { commands } from '../../shared/ipc/contract.ts';

type Served = (event: unknown, request: unknown) => unknown;
const served = vi.hoisted(() => new Map<string, Served>());
vi.mock('electron', () => ({ ipcMain: { handle: (name: string, serve: Served) => served.set(name, serve) } }));

const { handle, handleAll } = await import('./typed-ipc.ts');
const { requestSchemas } = await import('./request-schemas.ts');

beforeEach(() => served.clear());

describe('handle', () => {
  test('gives the handler the request of a trusted sender, and which window that is', async () => {
    const handler = vi.fn(() => null);
    handle('app.copy', handler, requestSchemas['app.copy'], () => true);
    expect(await served.get('app.copy')?.({ sender: { id: 7 } }, { text: 'hello' })).toBeNull();
    expect(handler).toHaveBeenCalledWith({ text: 'hello' }, { windowId: 7 });
  });

  test('never calls the handler for a sender that is not trusted', () => {
    const handler = vi.fn(() => null);
    handle('app.copy', handler, requestSchemas['app.copy'], () => false);
    expect(() => served.get('app.copy')?.({}, { text: 'hello' })).toThrow('does not come from the Wirelens window');
    expect(handler).not.toHaveBeenCalled();
  });

  test('never calls the handler for a request of another shape', () => {
    const handler = vi.fn(() => null);
    handle('app.copy', handler, requestSchemas['app.copy'], () => true);
    expect(() => served.get('app.copy')?.({}, { text: 5 })).toThrow('"app.copy" was refused');
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('handleAll', () => {
  test('serves every command of the contract', () => {
    const handlers = Object.fromEntries(Object.keys(commands).map((name) => [name, () => null]));
    handleAll(handlers as unknown as Parameters<typeof handleAll>[0], requestSchemas, () => true);
    expect([...served.keys()].sort()).toEqual(Object.keys(commands).sort());
  });
});

describe('requestSchemas', () => {
  const id = '00mabcdefgh012345678';

  test('accept what the window sends', () => {
    expect(v.is(requestSchemas['app.bootstrap'], null)).toBe(true);
    expect(v.is(requestSchemas['exchanges.open'], { id })).toBe(true);
    expect(v.is(requestSchemas['settings.update'], { theme: 'dark' })).toBe(true);
    expect(v.is(requestSchemas['exchanges.export'], { ids: 'all', format: 'har', target: 'file' })).toBe(true);
    expect(v.is(requestSchemas['exchanges.export'], { ids: [id], format: 'curl', target: 'clipboard' })).toBe(true);
  });

  test('refuse an id that is none, a negative range and an unknown format', () => {
    expect(v.is(requestSchemas['exchanges.open'], { id: '../keys.json' })).toBe(false);
    const body = { id, direction: 'response', isDecoded: true, start: -1, end: 10 };
    expect(v.is(requestSchemas['exchanges.body'], body)).toBe(false);
    expect(v.is(requestSchemas['exchanges.export'], { ids: 'all', format: 'exe', target: 'file' })).toBe(false);
  });

  test('let the window change neither the listening host nor the token', () => {
    expect(v.is(requestSchemas['settings.update'], { host: '0.0.0.0' })).toBe(false);
    expect(v.is(requestSchemas['settings.update'], { token: null })).toBe(false);
  });
});
