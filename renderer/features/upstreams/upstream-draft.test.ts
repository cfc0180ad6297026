import { describe, expect, it } from 'vitest';
import { checkDraft, hostOf, newEndpoint, newUpstream, tidyDraft } from './upstream-draft.ts';

const sound = {
  ...newUpstream([]),
  name: 'mine',
  endpoints: [{ ...newEndpoint([]), url: 'https://api.example.com/v1' }],
};

describe('an upstream being edited', () => {
  it('is sound with a name and a whole address', () => {
    expect(checkDraft(sound, ['openai'])).toEqual({});
  });

  it('is refused for a name that another has, or that no path can have', () => {
    expect(checkDraft(sound, ['mine'])).toHaveProperty('name');
    expect(checkDraft({ ...sound, name: 'Mein Server' }, [])).toHaveProperty('name');
  });

  it.each(['', 'api.example.com', 'ftp://example.com', 'https://example.com?x=1', 'https://user:pw@example.com'])(
    'is refused for the address %j',
    (url) => {
      expect(checkDraft({ ...sound, endpoints: [{ ...newEndpoint([]), url }] }, [])).toHaveProperty('endpoint-0-url');
    },
  );

  it('is refused for two endpoints of one name, at the second', () => {
    const [endpoint] = sound.endpoints;
    if (!endpoint) throw new Error('no endpoint');
    expect(Object.keys(checkDraft({ ...sound, endpoints: [endpoint, endpoint] }, []))).toEqual(['endpoint-1-name']);
  });

  it('is saved without empty headers and slashes at the end, with a title and an endpoint that exists', () => {
    const [endpoint] = sound.endpoints;
    if (!endpoint) throw new Error('no endpoint');
    const messy = {
      ...sound,
      title: ' ',
      activeEndpoint: 'gone',
      endpoints: [{ ...endpoint, url: 'https://api.example.com/v1//', headers: [{ name: '', value: 'x' }] }],
    };
    const tidy = tidyDraft(messy);
    expect(tidy.title).toBe('mine');
    expect(tidy.activeEndpoint).toBe('main');
    expect(tidy.endpoints[0]).toMatchObject({ url: 'https://api.example.com/v1', headers: [] });
  });

  it('new ones get free names', () => {
    expect(newUpstream([{ ...sound, name: 'my-upstream' }]).name).toBe('my-upstream-2');
  });

  it('addresses are written without their scheme', () => {
    expect(hostOf('https://api.openai.com/v1/')).toBe('api.openai.com/v1');
  });
});
