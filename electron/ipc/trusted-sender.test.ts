import { describe, expect, test } from 'vitest';
import { isTrustedSender } from './trusted-sender.ts';

const page = 'wirelens-app://window/index.html';
const ours = { isOurWindow: true, isMainFrame: true, url: page };

describe('isTrustedSender', () => {
  test('trusts the main frame of our window on our page, whatever its hash', () => {
    expect(isTrustedSender(ours, page)).toBe(true);
    expect(isTrustedSender({ ...ours, url: `${page}#upstreams` }, page)).toBe(true);
  });

  test.each([
    ['another window', { ...ours, isOurWindow: false }],
    ['an embedded frame', { ...ours, isMainFrame: false }],
    ['a web page', { ...ours, url: 'https://example.com/' }],
    ['a file beside ours', { ...ours, url: 'wirelens-app://window/other.html' }],
    ['a host that only starts like ours', { ...ours, url: 'wirelens-app://window.evil/index.html' }],
    ['a frame that is gone', { ...ours, url: '' }],
  ])('refuses %s', (_name, facts) => {
    expect(isTrustedSender(facts, page)).toBe(false);
  });
});
