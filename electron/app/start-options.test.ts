import { describe, expect, test } from 'vitest';
import { readStartOptions } from './start-options.ts';

describe('start options', () => {
  test('are all unset in a plain environment', () => {
    expect(readStartOptions({}, false)).toEqual({ dataFolder: null, port: null, developmentUrl: null });
  });

  test('port 0 means any; what is no port counts as unset', () => {
    expect(readStartOptions({ WIRELENS_PORT: '0' }, true).port).toBe(0);
    expect(readStartOptions({ WIRELENS_PORT: '70000' }, true).port).toBeNull();
    expect(readStartOptions({ WIRELENS_PORT: 'x' }, true).port).toBeNull();
  });

  test('only an unpackaged program takes a page from a development server, and only from loopback', () => {
    const url = 'http://127.0.0.1:5173/';
    expect(readStartOptions({ WIRELENS_DEV_URL: url }, false).developmentUrl).toBe(url);
    expect(readStartOptions({ WIRELENS_DEV_URL: url }, true).developmentUrl).toBeNull();
    expect(readStartOptions({ WIRELENS_DEV_URL: 'http://example.com/' }, false).developmentUrl).toBeNull();
  });
});
