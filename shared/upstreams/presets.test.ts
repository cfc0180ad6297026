/** The shipped upstreams are valid, and the sample upstream joins them only while it runs. */
import { expect, test } from 'vitest';
import { upstreamProblem } from './check-upstream.ts';
import { presetUpstreams, withSampleEndpoint } from './presets.ts';

test.each(presetUpstreams.map((upstream) => [upstream.name, upstream] as const))(
  'the preset %s could be saved as it ships and its address ends before the version',
  (_, upstream) => {
    expect(upstreamProblem(upstream)).toBeNull();
    expect(upstream.endpoints[0]?.url).not.toMatch(/\/v\d[a-z]*\/?$|\/$/);
  },
);

test('prefixes are unique', () => {
  const names = presetUpstreams.map((upstream) => upstream.name);
  expect(new Set(names).size).toBe(names.length);
});

test.each(['azure', 'bedrock'])('the placeholder %s is off until its address is set', (name) => {
  expect(presetUpstreams.find((upstream) => upstream.name === name)?.isEnabled).toBe(false);
});

test('the sample upstream is listed last while it runs, at its present address, and not otherwise', () => {
  expect(withSampleEndpoint(presetUpstreams, null)).toBe(presetUpstreams);
  const first = withSampleEndpoint(presetUpstreams, 'http://127.0.0.1:4001');
  const second = withSampleEndpoint(first, 'http://127.0.0.1:4002');
  expect(second).toHaveLength(presetUpstreams.length + 1);
  expect(second.at(-1)).toMatchObject({ name: 'sample', isEnabled: true });
  expect(second.at(-1)?.endpoints[0]?.url).toBe('http://127.0.0.1:4002');
});
